#include "core/publication/settings.hpp"

#include "core/json/json.hpp"
#include "core/publication/members.hpp"
#include "core/publication/repository.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;

Json hall_json(Hall const& hall) {
  return Json{{"id", hall.id},         {"name", hall.name},
              {"source", hall.source}, {"hotline", hall.hotline},
              {"window", hall.window}, {"platform_url", hall.platform_url},
              {"sample", hall.sample}};
}

Result<Hall> read_hall(Members const& members) {
  Hall hall;
  hall.id = MS_TRY(members.text("id"));
  hall.name = MS_TRY(members.text("name"));
  hall.source = MS_TRY(members.text("source"));
  hall.hotline = MS_TRY(members.text("hotline"));
  hall.window = MS_TRY(members.text("window"));
  hall.platform_url = MS_TRY(members.text("platform_url"));
  hall.sample = MS_TRY(members.flag("sample"));
  if (!is_hall_id(hall.id)) return members.malformed("the hall's id is malformed");
  return hall;
}

Result<std::vector<std::string>> read_texts(Members const& members, std::string const& key) {
  std::vector<std::string> texts;
  for (auto const& item : *MS_TRY(members.array(key))) {
    if (!item.is_string()) return members.malformed(fmt::format("\"{}\" holds no texts", key));
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

}  // namespace

std::string format_settings(Settings const& settings) {
  return json::canonical(Json{{"format", settings_format},
                              {"hall", hall_json(settings.hall)},
                              {"record_types", settings.record_types},
                              {"calendar", settings.calendar},
                              {"texts", settings.texts},
                              {"programme", settings.programme}});
}

Result<Settings> parse_settings(std::string_view text) {
  if (text.size() > max_settings_size)
    return fail(ErrorCode::invalid_input,
                fmt::format("settings: longer than {} bytes", max_settings_size));
  auto const parsed = MS_TRY(json::parse_strict(text));  // braces would make an array of it
  auto const members{MS_TRY(Members::of(parsed, "settings"))};
  auto const format{MS_TRY(members.count("format", 0))};
  if (format != settings_format)
    return fail(ErrorCode::unsupported, fmt::format("settings: format {}", format));
  Settings settings;
  settings.hall = MS_TRY(read_hall(MS_TRY(members.object("hall"))));
  settings.record_types = MS_TRY(read_texts(members, "record_types"));
  settings.calendar = MS_TRY(read_texts(members, "calendar"));
  auto const texts{MS_TRY(members.object("texts"))};
  for (auto const& entry : texts.json().items())
    settings.texts.emplace(entry.key(), MS_TRY(texts.text(entry.key())));
  settings.programme = MS_TRY(members.text("programme"));
  return settings;
}

}  // namespace mingshi::publication
