#include "sync/agent/memory.hpp"

#include "core/base/file.hpp"
#include "core/json/json.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace mingshi::sync {
namespace {

using json::Json;

constexpr std::size_t max_memory_size{64'000};

std::unexpected<Error> malformed(std::string_view key) {
  return fail(ErrorCode::invalid_input, "agent.json: " + std::string{key});
}

/// A member that may be missing; `value` stays as it is then.
Result<void> take(Json const& object, std::string const& key, std::string& value) {
  auto const found{object.find(key)};
  if (found == object.end()) return {};
  if (!found->is_string()) return malformed(key);
  value = found->get<std::string>();
  return {};
}

Result<void> take(Json const& object, std::string const& key, std::int64_t& value) {
  auto const found{object.find(key)};
  if (found == object.end()) return {};
  if (!found->is_number_integer() || found->get<std::int64_t>() < 0) return malformed(key);
  value = found->get<std::int64_t>();
  return {};
}

Result<void> take(Json const& object, std::string const& key, std::optional<Instant>& value) {
  std::string text;
  MS_TRY(take(object, key, text));
  if (text.empty()) return {};
  auto const at{parse_instant(text)};
  if (!at) return malformed(key);
  value = *at;
  return {};
}

}  // namespace

std::string format_memory(Memory const& memory) {
  auto object = Json::object();
  if (!memory.attempts.heads.empty())
    object["attempts"] = Json{{"heads", memory.attempts.heads},
                              {"sequence", memory.attempts.sequence},
                              {"failures", memory.attempts.failures},
                              {"code", memory.attempts.code},
                              {"detail", memory.attempts.detail}};
  if (memory.apart > 0) object["apart"] = memory.apart;
  if (memory.confirmed > 0) object["confirmed"] = memory.confirmed;
  if (memory.checked_at) object["checked_at"] = iso_instant(*memory.checked_at);
  if (memory.hidden_as_of) object["hidden_as_of"] = iso_instant(*memory.hidden_as_of);
  if (!memory.told.empty()) object["told"] = memory.told;
  return json::canonical(object) + "\n";
}

Result<Memory> parse_memory(std::string_view bytes) {
  auto const object = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  if (!object.is_object()) return malformed("no object");
  Memory memory;
  if (auto const found{object.find("attempts")}; found != object.end()) {
    if (!found->is_object()) return malformed("attempts");
    MS_TRY(take(*found, "heads", memory.attempts.heads));
    MS_TRY(take(*found, "sequence", memory.attempts.sequence));
    MS_TRY(take(*found, "failures", memory.attempts.failures));
    MS_TRY(take(*found, "code", memory.attempts.code));
    MS_TRY(take(*found, "detail", memory.attempts.detail));
  }
  MS_TRY(take(object, "apart", memory.apart));
  MS_TRY(take(object, "confirmed", memory.confirmed));
  MS_TRY(take(object, "checked_at", memory.checked_at));
  MS_TRY(take(object, "hidden_as_of", memory.hidden_as_of));
  MS_TRY(take(object, "told", memory.told));
  return memory;
}

Memory read_memory(std::filesystem::path const& file) {
  auto const bytes{read_file(file, max_memory_size)};
  if (!bytes) return {};
  auto memory{parse_memory(*bytes)};
  return memory ? *std::move(memory) : Memory{};
}

Result<void> write_memory(std::filesystem::path const& file, Memory const& memory) {
  return write_file(file, format_memory(memory));
}

}  // namespace mingshi::sync
