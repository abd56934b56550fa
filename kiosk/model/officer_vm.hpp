#pragma once

#include "core/domain/verdict.hpp"
#include "kiosk/model/chrome_vm.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::kiosk {

struct BadgeVm {
  domain::Badge badge{domain::Badge::unverified};
  std::string word;  ///< 有效
  friend bool operator==(BadgeVm const&, BadgeVm const&) = default;
};

/// One officer as a card (08) or a row (07b); the whole of it is the target: OpenRecord{id}.
struct PersonVm {
  std::string id;
  std::string name;
  std::string pinyin;         ///< gù hóng
  std::string unit;           ///< 一中队
  std::string unit_position;  ///< 一中队　副中队长
  std::string number;         ///< 证号 99150310027
  std::string validity;  ///< 有效期至 2028-06-30 · 2026-10-31 到期，未换证 · 2026-03-01 调离注销
  BadgeVm badge;
  bool subdued{false};  ///< no longer in force: grey card, grey photo
  std::string photo;    ///< media id (SHA-256); empty = the placeholder portrait
  friend bool operator==(PersonVm const&, PersonVm const&) = default;
};

struct TabVm {
  SearchTab tab{SearchTab::pinyin};
  ButtonVm button;  ///< 手写, 拼音, 证件号
  bool selected{false};
  friend bool operator==(TabVm const&, TabVm const&) = default;
};

/// 07b and 07c: the search page in either tab.
struct SearchVm {
  std::string title, english, help;  ///< 查执法人员 · Find an officer · 输入姓名或证件号…
  std::vector<TabVm> tabs;
  SearchTab tab{SearchTab::pinyin};

  std::string typed;  ///< "GH", or digits in groups "9915 0310 0"
  std::string hint;   ///< behind the caret: 打拼音首字母就行 · 还差 2 位
  ButtonVm clear;     ///< 清除

  /// pinyin tab
  std::string found;                 ///< 找到 3 位，点选即可
  std::vector<PersonVm> people;      ///< at most search_rows
  std::optional<ButtonVm> more;      ///< 看全部 7 位 → OpenResults; none when `people` are all
  std::array<ButtonVm, 26> letters;  ///< A…Z; disabled where no name goes on so

  /// number tab
  std::string card_number;                ///< drawn on the sample card: 99150310027
  std::vector<std::string> card_help;     ///< 号码在执法证正面 · 共 11 位数字，照着输入即可。 · …
  std::array<ButtonVm, 10> digits;        ///< 0…9
  std::string foot;                       ///< 输满 11 位后自动查询
  std::optional<ButtonVm> search_number;  ///< 查后 4 位 → OpenResults, once 4 digits stand

  ButtonVm erase;                    ///< 退格
  ButtonVm everyone;                 ///< 不会输入？看照片找人
  std::string everyone_count;        ///< 全部 38 人
  std::optional<MessageVm> nothing;  ///< what was typed leads to nobody
  friend bool operator==(SearchVm const&, SearchVm const&) = default;
};
inline constexpr std::size_t search_rows{3};

/// 08: everybody who matches, or everybody (看照片找人).
struct ResultsVm {
  std::string title, english;  ///< 找到 4 位 · 4 results
  std::vector<ChipVm>
      chips;  ///< 全部 4, 有效 2, 已过期 1, 已注销 1; those without anybody are left out
  ButtonVm change_query;         ///< 改查询 → OpenSearch
  std::vector<PersonVm> people;  ///< of this page, at most results_rows
  std::string note_before, note_strong,
      note_after;  ///< one sentence, the middle in bold; may be empty
  PagerVm pager;
  std::optional<MessageVm> nothing;
  friend bool operator==(ResultsVm const&, ResultsVm const&) = default;
};
inline constexpr std::size_t results_rows{4};

/// The validity bar of 09.
struct ValidityVm {
  std::string from;         ///< 2023-07-01
  std::string until;        ///< 2028-06-30
  std::string until_label;  ///< 有效期至
  std::string remaining;    ///< 今天，还剩 1 年 7 个月 · 已过期 23 天
  float today{0.0F};        ///< 0 at `from`, 1 at `until`
  bool in_force{false};
  friend bool operator==(ValidityVm const&, ValidityVm const&) = default;
};

/// 09: one officer's certificate.
struct OfficerVm {
  std::string title, english;       ///< 执法人员证件信息 · Officer certificate
  std::string name, pinyin, photo;  ///< pinyin: one reading, its syllables parted by U+3000
  BadgeVm badge;
  std::string explanation;                ///< the verdict's sentence
  std::string rare_character, rare_note;  ///< 𬭎 · 生僻字：左“钅”右“宏”，读 hóng; empty = none
  std::vector<FieldVm> fields;            ///< 单位 职务 证件编号 执法类别 执法区域
  std::optional<ValidityVm> validity;
  bool subdued{false};
  std::string qr_content;  ///< empty = no code
  std::string qr_title;    ///< 扫码带走
  std::vector<std::string> qr_lines;
  std::string stamp_title, stamp_time,
      stamp_source;          ///< 数据截至 · 2026-11-23 14:00 · 来源：区级公示平台
  ButtonVm again, mismatch;  ///< 再查一位 → OpenSearch, 与本人不符 → OpenRemedies
  friend bool operator==(OfficerVm const&, OfficerVm const&) = default;
};

}  // namespace mingshi::kiosk
