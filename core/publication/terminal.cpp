#include "core/publication/terminal.hpp"

#include "core/base/file.hpp"
#include "core/json/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <system_error>
#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;
namespace fs = std::filesystem;

constexpr std::size_t max_status_size{64'000};
constexpr std::size_t max_withdrawals_size{16'000'000};

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

Result<std::optional<Instant>> optional_instant(Json const& object, std::string const& key) {
  if (!object.contains(key)) return std::nullopt;
  return instant_or_null(object, key);
}

Result<std::string> optional_text(Json const& object, std::string const& key) {
  if (!object.contains(key)) return std::string{};
  return text(object, key);
}

/// A confidence that only newer software knows is as if nothing had been said.
Result<std::optional<TimeWord>> optional_time(Json const& object) {
  if (!object.contains("time") || object["time"].is_null()) return std::nullopt;
  auto const& value{object["time"]};
  auto const floor{MS_TRY(instant(value, "floor"))};
  auto const confidence{trust::parse_confidence(MS_TRY(text(value, "confidence")))};
  if (!confidence) return std::nullopt;
  return TimeWord{.floor = floor, .confidence = *confidence};
}

Result<std::int64_t> count(Json const& object, std::string const& key) {
  auto const& value{object[key]};
  if (!value.is_number_integer() || value.get<std::int64_t>() < 0)
    return malformed(fmt::format("\"{}\" is no count", key));
  return value.get<std::int64_t>();
}

}  // namespace

std::string head_file_name(Part part) {
  return fmt::format("{}.head", name_of(part));
}

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
  Json object{{"generation", status.generation},
              {"as_of", to_json(status.as_of)},
              {"last_contact", to_json(status.last_contact)},
              {"last_error", std::move(last_error)}};
  if (status.time)
    object["time"] = Json{{"floor", iso_instant(status.time->floor)},
                          {"confidence", trust::name_of(status.time->confidence)}};
  if (status.lease_until) object["lease_until"] = to_json(status.lease_until);
  if (status.next_poll) object["next_poll"] = to_json(status.next_poll);
  if (!status.source.empty()) object["source"] = status.source;
  if (!status.state.empty()) object["state"] = status.state;
  if (status.retries > 0) object["retries"] = status.retries;
  return json::canonical(object) + "\n";
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
  status.time = MS_TRY(optional_time(document));
  status.lease_until = MS_TRY(optional_instant(document, "lease_until"));
  status.next_poll = MS_TRY(optional_instant(document, "next_poll"));
  status.source = MS_TRY(optional_text(document, "source"));
  status.state = MS_TRY(optional_text(document, "state"));
  if (document.contains("retries")) status.retries = MS_TRY(count(document, "retries"));
  return status;
}

Result<Status> read_status(TerminalFolder const& folder) {
  return parse_status(MS_TRY(read_file(folder.status_file(), max_status_size)));
}

Result<void> write_status(TerminalFolder const& folder, Status const& status) {
  return write_file(folder.status_file(), format_status(status));
}

Withdrawals withdrawals_of(PartHead const& records, PartHead const& decisions) {
  std::map<std::string, std::int64_t> newest;
  for (auto const* head : {&records, &decisions})
    for (auto const& [id, sequence] : head->withdrawn) {
      auto& known{newest[id]};
      known = std::max(known, sequence);
    }
  Withdrawals all{.hall = records.hall, .ids = {}};
  for (auto const& [id, sequence] : newest) all.ids.push_back({.id = id, .sequence = sequence});
  return all;
}

std::string format_withdrawals(Withdrawals const& withdrawals) {
  auto ids = Json::array();
  for (auto const& one : withdrawals.ids)
    ids.push_back(Json{{"id", one.id}, {"sequence", one.sequence}});
  return json::canonical(Json{{"hall", withdrawals.hall}, {"ids", std::move(ids)}}) + "\n";
}

Result<Withdrawals> parse_withdrawals(std::string_view bytes) {
  auto const document = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  auto const refused{[](std::string_view what) {
    return fail(ErrorCode::invalid_input, fmt::format("withdrawn.json: {}", what));
  }};
  if (!document.is_object() || !document.contains("hall") || !document["hall"].is_string() ||
      !document.contains("ids") || !document["ids"].is_array())
    return refused("no \"hall\" and \"ids\"");
  Withdrawals withdrawals{.hall = document["hall"].get<std::string>(), .ids = {}};
  for (auto const& one : document["ids"]) {
    if (!one.is_object() || !one.contains("id") || !one["id"].is_string() ||
        !one.contains("sequence") || !one["sequence"].is_number_integer())
      return refused("an entry without \"id\" and \"sequence\"");
    withdrawals.ids.push_back(
        {.id = one["id"].get<std::string>(), .sequence = one["sequence"].get<std::int64_t>()});
  }
  return withdrawals;
}

Result<Withdrawals> read_withdrawals(TerminalFolder const& folder) {
  auto const bytes{read_file(folder.withdrawn_file(), max_withdrawals_size)};
  if (!bytes && bytes.error().code() == ErrorCode::not_found) return Withdrawals{};
  if (!bytes) return std::unexpected{bytes.error()};
  return parse_withdrawals(*bytes);
}

Result<void> write_withdrawals(TerminalFolder const& folder, Withdrawals const& withdrawals) {
  return write_file(folder.withdrawn_file(), format_withdrawals(withdrawals));
}

}  // namespace mingshi::publication
