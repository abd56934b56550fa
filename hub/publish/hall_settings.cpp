#include "hub/publish/hall_settings.hpp"

#include "core/base/file.hpp"
#include "core/publication/repository.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace mingshi::hub {
namespace {

constexpr std::size_t longest_settings{std::size_t{64} * 1024};

constexpr std::string_view defaults{R"(# 大厅设置：改好后重新发布即可生效。
id = "hall"                  # 大厅代号：小写字母、数字和短横线，发布后不要再改
name = "（请填写单位名称）"
source = ""                  # 数据来源，如：区级公示平台
hotline = ""                 # 核实电话
window = ""                  # 人工窗口，如：一楼 3 号窗口
platform_url = ""            # 上级公示平台网址
name_en = ""                 # 单位英文名，显示在查询机首屏
service_hours = ""           # 服务时间，如：9:00–12:00　13:30–17:00
lease_hours = 720            # 查询机多少小时收不到更新，就不再显示人员和决定；0 表示不限
poll_seconds = 0             # 查询机隔多少秒问一次更新；0 表示由查询机自定
)"};

Result<std::string> text_of(toml::table const& table, std::string_view key) {
  auto const* const node{table.get(key)};
  if (node == nullptr) return std::string{};
  if (auto const text{node->value_exact<std::string>()}) return *text;
  return fail(ErrorCode::invalid_input, fmt::format("hall.toml 里的 {} 应当是带引号的文字", key));
}

/// Ten years, a day: more is a slip of the pen.
constexpr std::int64_t longest_lease{87'600};
constexpr std::int64_t longest_poll{86'400};

Result<std::int64_t> number_of(toml::table const& table, std::string_view key, std::int64_t most,
                               std::int64_t otherwise) {
  auto const* const node{table.get(key)};
  if (node == nullptr) return otherwise;
  auto const number{node->value_exact<std::int64_t>()};
  if (!number || *number < 0 || *number > most)
    return fail(ErrorCode::invalid_input,
                fmt::format("hall.toml 里的 {} 应当是 0 到 {} 的整数", key, most));
  return *number;
}

Result<toml::table> parse(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (toml::parse_error const& e) {
    return fail(ErrorCode::invalid_input, fmt::format("hall.toml 第 {} 行写法有误：{}",
                                                      e.source().begin.line, e.description()));
  }
}

}  // namespace

Result<HallSettings> hall_settings(std::filesystem::path const& hub_dir) {
  auto const file{hub_dir / "hall.toml"};
  auto text{read_file(file, longest_settings)};
  if (!text && text.error().code() == ErrorCode::not_found) {
    MS_TRY(make_folders(hub_dir));
    MS_TRY(write_file(file, defaults));
    text = std::string{defaults};
  }
  auto const table{MS_TRY(parse(MS_TRY(std::move(text))))};
  HallSettings settings;
  auto& hall{settings.hall};
  for (auto const& [key, member] :
       std::array<std::pair<std::string_view, std::string store::Hall::*>, 6>{
           {{"id", &store::Hall::id},
            {"name", &store::Hall::name},
            {"source", &store::Hall::source},
            {"hotline", &store::Hall::hotline},
            {"window", &store::Hall::window},
            {"platform_url", &store::Hall::platform_url}}})
    hall.*member = MS_TRY(text_of(table, key));
  for (auto const& [key, name] : std::array<std::pair<std::string_view, std::string_view>, 2>{
           {{"name_en", "hall_english"}, {"service_hours", "service_hours"}}})
    if (auto text_value{MS_TRY(text_of(table, key))}; !text_value.empty())
      settings.texts.emplace(name, std::move(text_value));
  settings.lease_hours =
      MS_TRY(number_of(table, "lease_hours", longest_lease, settings.lease_hours));
  settings.poll_seconds =
      MS_TRY(number_of(table, "poll_seconds", longest_poll, settings.poll_seconds));
  if (!publication::is_hall_id(hall.id))
    return fail(ErrorCode::invalid_input,
                "hall.toml 里的 id 只能用小写字母、数字和短横线，例如 mingchuan");
  if (hall.name.empty()) return fail(ErrorCode::invalid_input, "hall.toml 里缺少 name（单位名称）");
  return settings;
}

}  // namespace mingshi::hub
