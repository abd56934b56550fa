#include "core/publication/terminal.hpp"

#include "core/base/file.hpp"
#include "core/json/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;
namespace fs = std::filesystem;

constexpr std::size_t max_status_size{64'000};

std::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::invalid_input, fmt::format("status.json: {}", what));
}

/// The sequence a folder name stands for: the inverse of generation_name(), nothing else.
std::optional<std::int64_t> sequence_of(std::string const& name) {
  std::int64_t sequence{0};
  auto const [end, error]{std::from_chars(name.data(), name.data() + name.size(), sequence)};
  if (error != std::errc{} || sequence < 1 || generation_name(sequence) != name)
    return std::nullopt;
  return sequence;
}

Json to_json(std::optional<Instant> at) {
  return at ? Json(iso_instant(*at)) : Json(nullptr);
}

Result<std::string> text(Json const& object, std::string const& key) {
  auto const found{object.is_object() ? object.find(key) : object.end()};
  if (found == object.end() || !found->is_string())
    return malformed(fmt::format("no text \"{}\"", key));
  return found->get<std::string>();
}

Result<Instant> instant(Json const& object, std::string const& key) {
  auto const at{parse_instant(MS_TRY(text(object, key)))};
  if (!at) return malformed(fmt::format("\"{}\" is no instant", key));
  return *at;
}

Result<std::optional<Instant>> instant_or_null(Json const& object, std::string const& key) {
  if (!object.contains(key)) return malformed(fmt::format("no \"{}\"", key));
  if (object[key].is_null()) return std::nullopt;
  return MS_TRY(instant(object, key));
}

Result<std::optional<Trouble>> trouble(Json const& object) {
  if (!object.contains("last_error")) return malformed("no \"last_error\"");
  auto const& value{object["last_error"]};
  if (value.is_null()) return std::nullopt;
  auto code{MS_TRY(text(value, "code"))};
  auto detail{MS_TRY(text(value, "detail"))};
  auto at{MS_TRY(instant(value, "at"))};
  return Trouble{.code = std::move(code), .detail = std::move(detail), .at = std::move(at)};
}

}  // namespace

std::string generation_name(std::int64_t sequence) {
  return fmt::format("{:06}", sequence);
}

fs::path TerminalFolder::generation(std::int64_t sequence) const {
  return generations() / generation_name(sequence);
}

fs::path TerminalFolder::object(std::string_view sha256) const {
  return objects() / sha256.substr(0, 2) / sha256;
}

fs::path TerminalFolder::trust_file(trust::Role role) const {
  return trust_folder() / fmt::format("{}.json", trust::name_of(role));
}

Result<GenerationFolder> TerminalFolder::current() const {
  std::error_code error;
  auto const target{fs::read_symlink(current_link(), error)};
  if (error == std::errc::no_such_file_or_directory)
    return fail(ErrorCode::not_found, current_link().string() + " does not exist");
  if (error)
    return fail(ErrorCode::corrupt, current_link().string() + " is no link", error.value());
  auto const sequence{sequence_of(target.filename().string())};
  if (!sequence || target != fs::path{"generations"} / target.filename())
    return fail(ErrorCode::corrupt, "current points to " + target.string());
  return GenerationFolder{.sequence = *sequence, .folder = generation(*sequence)};
}

Result<std::vector<GenerationFolder>> TerminalFolder::list() const {
  std::vector<GenerationFolder> found;
  std::error_code error;
  for (fs::directory_iterator entry{generations(), error}, end; !error && entry != end;
       entry.increment(error))
    if (auto const sequence{sequence_of(entry->path().filename().string())})
      found.push_back({.sequence = *sequence, .folder = entry->path()});
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(ErrorCode::io, "listing " + generations().string() + ": " + error.message(),
                error.value());
  std::ranges::sort(found, {}, &GenerationFolder::sequence);
  return found;
}

std::string format_status(Status const& status) {
  Json last_error(nullptr);
  if (status.last_error)
    last_error = Json{{"code", status.last_error->code},
                      {"detail", status.last_error->detail},
                      {"at", iso_instant(status.last_error->at)}};
  return json::canonical(Json{{"generation", status.generation},
                              {"as_of", to_json(status.as_of)},
                              {"last_contact", to_json(status.last_contact)},
                              {"last_error", std::move(last_error)}}) +
         "\n";
}

Result<Status> parse_status(std::string_view bytes) {
  auto const document = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  if (!document.is_object() || !document.contains("generation") ||
      !document["generation"].is_number_integer())
    return malformed("no \"generation\"");
  auto as_of{MS_TRY(instant_or_null(document, "as_of"))};
  auto last_contact{MS_TRY(instant_or_null(document, "last_contact"))};
  auto last_error{MS_TRY(trouble(document))};
  Status status{.generation = document["generation"].get<std::int64_t>(),
                .as_of = std::move(as_of),
                .last_contact = std::move(last_contact),
                .last_error = std::move(last_error)};
  if (status.generation < 0) return malformed("\"generation\" is below 0");
  return status;
}

Result<Status> read_status(TerminalFolder const& folder) {
  return parse_status(MS_TRY(read_file(folder.status_file(), max_status_size)));
}

Result<void> write_status(TerminalFolder const& folder, Status const& status) {
  return write_file(folder.status_file(), format_status(status));
}

}  // namespace mingshi::publication
