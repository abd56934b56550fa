#include "hub/publish/programme.hpp"

#include "core/json/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace mingshi::hub {
namespace {

using domain::PublicRecord;
using json::Json;

constexpr std::size_t most_notices{5};

bool any_of_type(std::vector<PublicRecord> const& records, std::string_view type) {
  return std::ranges::find(records, type, &PublicRecord::type) != records.end();
}

/// The newest first; those without a day last.
std::vector<PublicRecord const*> notices_on_show(std::vector<PublicRecord> const& records,
                                                 Day today) {
  std::vector<PublicRecord const*> notices;
  for (auto const& record : records)
    if (record.type == "notice" && on_show(record, today)) notices.push_back(&record);
  std::ranges::sort(notices, [](PublicRecord const* a, PublicRecord const* b) {
    auto const day_a{a->day("published_on")};
    auto const day_b{b->day("published_on")};
    return day_a != day_b ? day_a > day_b : a->id < b->id;
  });
  if (notices.size() > most_notices) notices.resize(most_notices);
  return notices;
}

Json ticker_of(store::Hall const& hall, std::vector<PublicRecord const*> const& notices) {
  Json lines = Json::array();
  for (auto const* notice : notices) {
    std::string text{notice->sample ? "〔示例〕" : ""};
    if (auto const number{notice->text("document_no")}; !number.empty())
      text.append(number).append("　");
    text.append(notice->text("title")).append("已发布");
    lines.push_back({{"label", "滚动公示"}, {"text", text}});
  }
  // @source 行政处罚法 42, 55
  lines.push_back({{"label", "亮证执法"},
                   {"text",
                    "执法人员检查时应当不少于两人，并主动出示行政执法证件。"
                    "未出示的，您有权拒绝检查"}});
  lines.push_back(
      {{"label", "事后公开"},
       {"text", "执法决定自作出之日起 7 个工作日内公示；对公示内容有异议，请到" +
                    (hall.window.empty() ? std::string{"大厅窗口"} : hall.window) + "反映"}});
  if (!hall.hotline.empty())
    lines.push_back(
        {{"label", "监督电话"}, {"text", "核实执法人员身份、投诉举报：" + hall.hotline}});
  return lines;
}

Json film_item(Film const& film) {
  return {
      {"kind", "video"}, {"media", film.file.media.sha256}, {"title", film.title}, {"seconds", 10}};
}

}  // namespace

std::string default_programme(store::Hall const& hall, std::vector<PublicRecord> const& records,
                              std::vector<Film> const& films, Day today) {
  auto const notices{notices_on_show(records, today)};
  auto const rounds{std::max({notices.size(), films.size(), std::size_t{1}})};
  Json items = Json::array();
  for (std::size_t round{0}; round < rounds; ++round) {
    if (!notices.empty())
      items.push_back(
          {{"kind", "notice"}, {"record", notices[round % notices.size()]->id}, {"seconds", 20}});
    if (any_of_type(records, "officer")) items.push_back({{"kind", "officers"}, {"seconds", 12}});
    if (any_of_type(records, "penalty")) items.push_back({{"kind", "decisions"}, {"seconds", 15}});
    if (!films.empty()) items.push_back(film_item(films[round % films.size()]));
  }
  Json programme = Json::object();
  programme["format"] = 1;
  programme["items"] = std::move(items);
  programme["ticker"] = ticker_of(hall, notices);
  return json::canonical(programme);
}

}  // namespace mingshi::hub
