#include "sync/app/sources.hpp"

#include "core/base/file.hpp"
#include "core/base/time.hpp"
#include "core/crypto/crypto.hpp"
#include "sync/fetch/folder_source.hpp"
#include "sync/fetch/http_source.hpp"
#include "sync/fetch/mirror_source.hpp"

#include <unistd.h>

#include <array>
#include <utility>
#include <vector>

namespace mingshi::sync {

Result<std::unique_ptr<Source>> open_source(Options const& options,
                                            std::function<bool()> stop_requested) {
  if (options.from) return FolderSource::open(*options.from, std::move(stop_requested));
  std::vector<std::unique_ptr<Source>> mirrors;
  for (auto const& url : options.urls) {
    HttpOptions http;
    http.base_url = url;
    http.proxy = options.proxy;
    http.patience = options.patience;
    http.stop_requested = stop_requested;
    if (!options.limits.empty())
      http.speed_limit = [limits = options.limits] {
        return speed_limit_at(limits, local_time(system_now()));
      };
    mirrors.push_back(MS_TRY(HttpSource::open(std::move(http))));
  }
  if (mirrors.size() == 1) return std::move(mirrors.front());
  return std::make_unique<MirrorSource>(std::move(mirrors));
}

std::string terminal_name() {
  constexpr std::size_t shown{20};
  if (auto const id{read_file("/etc/machine-id", 1024)}; id && !id->empty())
    return crypto::sha256("mingshi terminal " + *id).substr(0, shown);
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) return "terminal";
  return host.data();
}

}  // namespace mingshi::sync
