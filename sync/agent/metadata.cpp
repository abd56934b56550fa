#include "sync/agent/metadata.hpp"

#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "core/trust/names.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace mingshi::sync {

namespace fs = std::filesystem;

namespace {

/// Keeps one document for as long as it is looked at.
class Scratch final : public trust::MetadataStore {
 public:
  std::optional<std::string> load(std::string const&) override { return kept_; }
  Result<void> save(std::string const&, std::string const& bytes) override {
    kept_ = bytes;
    return {};
  }
  Result<void> remove(std::string const&) override {
    kept_.reset();
    return {};
  }

 private:
  std::optional<std::string> kept_;
};

/// Is it a root that signs itself?
Result<void> is_anchor(std::string const& bytes) {
  Scratch scratch;
  return trust::install_root(scratch, bytes);
}

}  // namespace

fs::path TrustFolder::file(std::string const& role) const {
  return folder_.trust_folder() / fmt::format("{}.json", trust::escaped_role(role));
}

std::optional<std::string> TrustFolder::load(std::string const& role) {
  auto bytes{read_file(file(role), trust::max_size(trust::Role::targets))};
  if (bytes) return *std::move(bytes);
  // One that is missing, too long or no file is one we do not have. What the disk does not give
  // just now may be newer than all that comes.
  auto const code{bytes.error().code()};
  if (code != ErrorCode::not_found && code != ErrorCode::invalid_input) {
    failed_ = true;
    unreadable_ = std::move(bytes).error();
  }
  return std::nullopt;
}

Result<void> TrustFolder::save(std::string const& role, std::string const& bytes) {
  if (unreadable_) return std::unexpected{*unreadable_};
  auto saved{write_file(file(role), bytes)};
  if (!saved) failed_ = true;
  return saved;
}

Result<void> TrustFolder::remove(std::string const& role) {
  if (unreadable_) return std::unexpected{*unreadable_};
  std::error_code error;
  bool const was_there{fs::remove(file(role), error)};
  auto forgotten{error
                     ? Result<void>{fail(ErrorCode::io, "forgetting metadata: " + error.message())}
                 : was_there ? flush_to_disk(folder_.trust_folder())
                             : Result<void>{}};
  if (!forgotten) failed_ = true;
  return forgotten;
}

Result<void> install_anchor(TrustFolder& store, fs::path const& anchor) {
  auto const kept{store.load("root")};
  if (kept && is_anchor(*kept)) return {};
  auto const bytes{MS_TRY(read_file(anchor, trust::max_size(trust::Role::root)))};
  MS_TRY(is_anchor(bytes));
  if (kept) MS_TRY(store.remove("root"));
  return trust::install_root(store, bytes);
}

Result<std::optional<std::string>> TrustSource::fetch(std::string const& file_name,
                                                      std::size_t cap) {
  if (file_name == "timestamp.json" && timestamp_) return timestamp_;
  auto document{source_.get(fmt::format("tuf/{}", file_name), cap, {})};
  if (document) return std::move(document->bytes);
  if (document.error().code() == ErrorCode::not_found) {
    if (!file_name.ends_with(".root.json")) failure_ = document.error();
    return std::nullopt;
  }
  failure_ = document.error();
  return std::unexpected{std::move(document).error()};
}

Failure blame(Error error, TrustSource const& source, TrustFolder const& store) {
  if (source.failure()) return {.step = Step::fetch, .error = *source.failure()};
  auto const step{store.failed() ? Step::terminal : Step::trust};
  return {.step = step, .error = std::move(error)};
}

}  // namespace mingshi::sync
