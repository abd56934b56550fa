/// Our TUF client under comparison: one update a line of standard input, its outcome a line of
/// standard output.
/// {"store":DIR,"source":DIR,"now":seconds,"paths":[…]} →
/// {"accepted":bool,"found":[…],"why":code,"detail":text}

#include "core/base/file.hpp"
#include "core/json/json.hpp"
#include "core/trust/names.hpp"
#include "core/trust/updater.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

namespace {

using mingshi::ErrorCode;
using mingshi::Instant;
using mingshi::Result;
using mingshi::json::Json;
namespace fs = std::filesystem;
namespace trust = mingshi::trust;

/// A folder as a static server would carry it.
class FolderSource final : public trust::MetadataSource {
 public:
  explicit FolderSource(fs::path folder) : folder_{std::move(folder)} {}
  Result<std::optional<std::string>> fetch(std::string const& file_name, std::size_t cap) override {
    auto bytes{mingshi::read_file(folder_ / file_name, cap)};
    if (!bytes && bytes.error().code() == ErrorCode::not_found) return std::nullopt;
    if (!bytes) return std::unexpected{std::move(bytes).error()};
    return *std::move(bytes);
  }

 private:
  fs::path folder_;
};

class FolderStore final : public trust::MetadataStore {
 public:
  explicit FolderStore(fs::path folder) : folder_{std::move(folder)} {}
  std::optional<std::string> load(std::string const& role) override {
    auto bytes{mingshi::read_file(file(role), std::size_t{10'000'000})};
    return bytes ? std::optional{*std::move(bytes)} : std::nullopt;
  }
  Result<void> save(std::string const& role, std::string const& bytes) override {
    std::ofstream out{file(role), std::ios::binary};  // nothing here outlives a power cut
    out << bytes;
    out.close();
    if (!out) return mingshi::fail(ErrorCode::io, "not written");
    return {};
  }
  Result<void> remove(std::string const& role) override {
    fs::remove(file(role));
    return {};
  }

 private:
  [[nodiscard]] fs::path file(std::string const& role) const {
    return folder_ / (trust::escaped_role(role) + ".json");
  }
  fs::path folder_;
};

Result<void> update(Json const& request, Json& answer) {
  FolderSource source{request.at("source").get<std::string>()};
  FolderStore store{request.at("store").get<std::string>()};
  Instant const now{std::chrono::seconds{request.at("now").get<std::int64_t>()}};
  auto updater{MS_TRY(trust::Updater::open(source, store, now))};
  MS_TRY(updater.refresh());
  for (auto const& path : request.at("paths")) {
    auto const target{MS_TRY(updater.target(path.get<std::string>()))};
    Json entry;
    if (target) {
      entry["length"] = target->length;
      for (auto const& [algorithm, hash] : target->other_hashes) entry["hashes"][algorithm] = hash;
      if (!target->sha256.empty()) entry["hashes"]["sha256"] = target->sha256;
    }
    answer["found"].push_back(std::move(entry));
  }
  return {};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    Json answer{{"accepted", true}, {"found", Json::array()}};
    if (auto done{update(Json::parse(line), answer)}; !done) {
      answer["accepted"] = false;
      answer["why"] = mingshi::name_of(done.error().code());
      answer["detail"] = done.error().detail();
    }
    std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
  }
}
