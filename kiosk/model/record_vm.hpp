#pragma once

#include "kiosk/model/chrome_vm.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::kiosk {

/// A tile of the home page (06) or a row of 更多公示. The touch is OpenList{type}.
struct TileVm {
  std::string type;
  std::string icon;     ///< name in assets/icons
  std::string name;     ///< 执法流程
  std::string english;  ///< Procedures
  std::string help;     ///< 一件事怎么办、多久办完
  std::string tag;      ///< 事前公开; 办事 for what is no disclosure
  std::string count;    ///< 3 项; only in 更多公示
  friend bool operator==(TileVm const&, TileVm const&) = default;
};

struct NewsVm {
  std::string id;
  std::string label;  ///< 新公示
  std::string title;
  std::string date;  ///< 11-20
  friend bool operator==(NewsVm const&, NewsVm const&) = default;
};

/// 05
struct AttractVm {
  std::string hall, hall_english;
  std::string service;                         ///< 行政执法公示
  std::string slogan_first, slogan_second;     ///< 执法信息 · 一查便知
  std::string offers;                          ///< 查人员　查流程　查决定
  std::string invitation, invitation_english;  ///< 触摸屏幕开始 · Touch anywhere to start
  std::string promise;                         ///< 不用登录，不收集个人信息
  std::string ways;                            ///< 也可以这样开始
  ButtonVm large_text, contrast, low_reach;
  std::string as_of;  ///< 数据截至 2026-11-23 14:00
  std::string hours;  ///< 服务时间 …; may be empty
  bool stale{false};  ///< the data are old, and as_of says so
  friend bool operator==(AttractVm const&, AttractVm const&) = default;
};

/// 06
struct HomeVm {
  std::string title, subtitle;  ///< 您想查什么？ · 点一下就能看…
  TileVm officers;              ///< the large tile → OpenSearch
  std::vector<TileVm> tiles;    ///< 执法流程 抽查清单 执法决定 服务指南 → OpenList
  TileVm supervision;           ///< 监督投诉 → OpenRemedies
  std::optional<NewsVm> news;   ///< → OpenRecord
  ButtonVm more;                ///< 更多公示, beside the news row → OpenTypes
  friend bool operator==(HomeVm const&, HomeVm const&) = default;
};

/// 更多公示: every declared type.
struct TypesVm {
  std::string title, english, help;
  std::vector<TileVm> rows;
  PagerVm pager;
  friend bool operator==(TypesVm const&, TypesVm const&) = default;
};
inline constexpr std::size_t types_rows{8};

/// One record in a list of any type. The touch is OpenRecord{id}.
struct RowVm {
  std::string id;
  std::string title;
  std::vector<FieldVm> fields;  ///< the declaration's list fields, at most 3
  bool sample{false};
  friend bool operator==(RowVm const&, RowVm const&) = default;
};

/// The list of any record type, from its declaration.
struct ListVm {
  std::string title, english, help;
  std::string count;  ///< 共 3 项
  std::vector<RowVm> rows;
  PagerVm pager;
  std::optional<MessageVm> nothing;
  friend bool operator==(ListVm const&, ListVm const&) = default;
};
inline constexpr std::size_t list_rows{5};

enum class BlockKind : std::uint8_t {
  field,      ///< label and a value of at most a few lines
  heading,    ///< `label` alone, above paragraphs or rows
  paragraph,  ///< `text` over the full width
  row         ///< one row of a table: `cells`
};

struct BlockVm {
  BlockKind kind{BlockKind::field};
  std::string label;
  std::string text;
  std::vector<FieldVm> cells;
  friend bool operator==(BlockVm const&, BlockVm const&) = default;
};

/// How much text a detail page takes, so that the model can turn pages without measuring: the view
/// must fit `detail_lines` lines of body text and give paragraphs `detail_columns`, field values
/// `detail_value_columns` Han characters a line. A banner takes `banner_lines` of them, the facts
/// `facts_lines`.
inline constexpr std::size_t detail_lines{20};
inline constexpr std::size_t detail_columns{27};
inline constexpr std::size_t detail_value_columns{21};
inline constexpr std::size_t banner_lines{4};
inline constexpr std::size_t facts_lines{3};

/// The page of any record, from its declaration. Long texts are cut into pages here; `blocks` are
/// those of this page.
struct DetailVm {
  std::string type;     ///< type code, for the icon and the tint
  std::string eyebrow;  ///< 公告
  std::string title;
  std::string english;
  bool sample{false};
  std::vector<FieldVm> facts;  ///< up to three short answers on top (13: 收费, 受理时限, 办理地点)
  std::vector<BlockVm> blocks;
  PagerVm pager;
  bool paged{false};  ///< more than one page
  ButtonVm report;    ///< 公示有误 → OpenRemedies
  friend bool operator==(DetailVm const&, DetailVm const&) = default;
};

/// 10, as a step list.
struct StepVm {
  std::string number;                    ///< 5
  std::string name;                      ///< 法制审核
  std::string limit;                     ///< 10 个工作日内
  bool written{false}, recorded{false};  ///< 文字记录, 音像记录
  bool legal_review{false};
  bool selected{false};
  std::string branch_condition, branch;  ///< 审核未通过 · 退回补正，不得决定; empty = none
  friend bool operator==(StepVm const&, StepVm const&) = default;
};

struct StepFieldVm {
  std::string icon;  ///< clock user scale doc cam
  std::string label, value;
  friend bool operator==(StepFieldVm const&, StepFieldVm const&) = default;
};

struct ProcedureVm {
  std::string title, english;
  std::vector<ChipVm> chips;                  ///< one a procedure
  std::string written_label, recorded_label;  ///< 文字记录, 音像记录
  std::vector<StepVm> steps;                  ///< of this page, at most procedure_rows
  std::string step_title;                     ///< 第 5 步　法制审核
  std::string step_warning;                   ///< 未通过不得作出决定; may be empty
  std::vector<StepFieldVm> step_fields;
  std::optional<PagerVm> pager;  ///< only when the steps do not fit one page
  std::optional<MessageVm> nothing;
  friend bool operator==(ProcedureVm const&, ProcedureVm const&) = default;
};
inline constexpr std::size_t procedure_rows{8};

/// 11
struct InspectionVm {
  std::string id;
  std::string number;  ///< 1
  std::string name;
  std::string item_class;  ///< 重点事项
  bool key_item{false};
  bool expanded{false};
  std::vector<FieldVm> columns;  ///< 抽查对象 抽查比例 抽查方式 抽查频次
  std::vector<FieldVm> rows;     ///< 抽查主体 抽查内容 抽查依据
  friend bool operator==(InspectionVm const&, InspectionVm const&) = default;
};

struct InspectionsVm {
  std::string title, english, subtitle;  ///< 随机抽查事项清单 · … · 共 12 项
  std::vector<ChipVm> chips;             ///< 全部 12, 重点 4, 一般 8
  ButtonVm wide_table;                   ///< 表格大图
  std::vector<InspectionVm> items;       ///< of this page; a touch on a head is ToggleItem{id}
  PagerVm pager;
  std::optional<MessageVm> nothing;
  friend bool operator==(InspectionsVm const&, InspectionsVm const&) = default;
};
inline constexpr std::size_t inspection_rows{4};
/// Lines of body text that open items of one page may take beside the heads; the model closes the
/// oldest beyond it.
inline constexpr std::size_t inspection_lines{16};
inline constexpr std::size_t inspection_columns{27};  ///< Han characters in a line of `rows`
/// And so many fewer below a banner: no legal field is cut short.
inline constexpr std::size_t inspection_banner_lines{6};

enum class ReviewMark : std::uint8_t { none, passed /* 法制审核 */, simple /* 简易程序 */ };

struct PickerVm {
  std::string label;   ///< 年份
  std::string value;   ///< 2026 年
  bool active{false};  ///< narrows the list
  bool open{false};
  friend bool operator==(PickerVm const&, PickerVm const&) = default;
};

struct DecisionRowVm {
  std::string id;
  std::string party;
  std::string document;  ///< 明劳监罚〔2026〕18号　2026-11-19
  std::string violation;
  std::string result;  ///< 罚款 5 万元
  ReviewMark mark{ReviewMark::none};
  std::string mark_word;  ///< 法制审核 · 简易程序
  bool sample{false};
  friend bool operator==(DecisionRowVm const&, DecisionRowVm const&) = default;
};

/// 12a
struct DecisionsVm {
  std::string title, english;
  std::vector<PickerVm> pickers;  ///< 年份 决定种类 违法事由; touch OpenPicker{index}
  std::vector<ChipVm>
      options;  ///< of the open picker; touch ChooseOption{index}; empty = none is open
  std::string count_before, count, count_after;  ///< 共 · 23 · 件，新的在前
  ButtonVm clear_filters;
  std::vector<DecisionRowVm> rows;
  PagerVm pager;
  std::optional<MessageVm> nothing;
  friend bool operator==(DecisionsVm const&, DecisionsVm const&) = default;
};
inline constexpr std::size_t decision_rows{5};

enum class MilestoneState : std::uint8_t { done, review /* shield */, open };

struct MilestoneVm {
  std::string label;  ///< 立案
  std::string date;   ///< 10-12; empty when open
  MilestoneState state{MilestoneState::done};
  friend bool operator==(MilestoneVm const&, MilestoneVm const&) = default;
};

struct DecisionFieldVm {
  std::string label, value;
  std::string small;   ///< second line, smaller; may be empty
  bool strong{false};  ///< 决定内容: bold, vermilion
  friend bool operator==(DecisionFieldVm const&, DecisionFieldVm const&) = default;
};

/// 12b
struct DecisionVm {
  std::string eyebrow;  ///< 行政处罚决定书　明劳监罚〔2026〕18号
  std::string title;
  bool sample{false};
  ReviewMark mark{ReviewMark::none};
  std::string review_title, review_line;  ///< 已通过法制审核 · 2026-11-13　审核意见书第 31 号
  ButtonVm review_points;                 ///< 看审核要点 → OpenList{"review_catalogue"}
  std::vector<DecisionFieldVm> fields;    ///< of this page
  std::vector<MilestoneVm> milestones;
  std::string qr_content, qr_title;  ///< content empty = no code
  std::string until_label, until;    ///< 公示期至 · 2027-11-23; may be empty
  std::string remedy_title, remedy_text;
  ButtonVm report;  ///< 公示有误 → OpenRemedies
  std::string id;
  ButtonVm original;  ///< 看决定书原文 → OpenWhole{id}: every published field
  friend bool operator==(DecisionVm const&, DecisionVm const&) = default;
};

/// A page that has nothing but a message: no data on the machine yet, or the open record was
/// withdrawn.
struct MessagePageVm {
  MessageVm message;
  ButtonVm home;  ///< 回首页 → GoHome
  friend bool operator==(MessagePageVm const&, MessagePageVm const&) = default;
};

}  // namespace mingshi::kiosk
