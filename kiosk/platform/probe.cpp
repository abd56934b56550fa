#include "kiosk/platform/probe.hpp"

#include "core/base/file.hpp"
#include "core/base/overload.hpp"
#include "kiosk/platform/pixels.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::kiosk {
namespace {

nlohmann::json as_json(Item const& item) {
  nlohmann::json json{{"role", name_of(item.role)},
                      {"label", item.label},
                      {"rect", {item.rect.x, item.rect.y, item.rect.w, item.rect.h}},
                      {"enabled", item.enabled}};
  if (!item.disabled_reason.empty()) json["disabled_reason"] = item.disabled_reason;
  return json;
}

void add_extras(nlohmann::json& json, FrameNotes const& notes) {
  for (auto const& [name, value] : notes.extras) {
    std::visit([&, &key = name](auto const& v) { json[key] = v; }, value);
  }
}

std::string text_of(nlohmann::json const& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string item_report(std::int64_t t_ns, FrameNotes const& notes) {
  nlohmann::json json{
      {"t_ns", t_ns}, {"screen", notes.screen}, {"content", notes.content}, {"items", {}}};
  json["items"] = nlohmann::json::array();
  for (auto const& item : notes.items) json["items"].push_back(as_json(item));
  add_extras(json, notes);
  return text_of(json, 1) + "\n";
}

std::string frame_report(std::int64_t t_ns, FrameNotes const& notes, double luma) {
  nlohmann::json json{{"t_ns", t_ns},
                      {"screen", notes.screen},
                      {"content", notes.content},
                      {"moving", notes.moving},
                      {"luma", luma}};
  add_extras(json, notes);
  return text_of(json, -1) + "\n";
}

Result<ItemProbe> ItemProbe::open(std::filesystem::path folder) {
  MS_TRY(make_folders(folder));
  return ItemProbe{std::move(folder)};
}

bool ItemProbe::wants(FrameNotes const& notes) const {
  return !notes.moving && (written_ == 0 || screen_ != notes.screen || content_ != notes.content ||
                           !std::ranges::equal(items_, notes.items));
}

Result<void> ItemProbe::write(std::int64_t t_ns, FrameNotes const& notes,
                              std::vector<std::uint8_t> const& rgba, Size panel) {
  auto const stem{folder_ / fmt::format("{:06}", ++written_)};
  screen_ = notes.screen;
  content_ = notes.content;
  items_.assign(notes.items.begin(), notes.items.end());
  auto saved{save_png(std::filesystem::path{stem} += ".png", rgba, static_cast<int>(panel.w),
                      static_cast<int>(panel.h))};
  if (!saved) return saved;
  return write_file(std::filesystem::path{stem} += ".json", item_report(t_ns, notes));
}

}  // namespace mingshi::kiosk
