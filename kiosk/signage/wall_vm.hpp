#pragma once

#include "kiosk/model/officer_vm.hpp"
#include "kiosk/platform/icon.hpp"
#include "kiosk/signage/player.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace mingshi::kiosk {

/// Where in a run of pages this one is.
struct DotsVm {
  std::size_t on{0};
  std::size_t count{0};  ///< none are drawn for 0 and 1
  friend bool operator==(DotsVm const&, DotsVm const&) = default;
};

struct FactVm {
  Icon icon{};
  std::string label;
  std::string value;
  friend bool operator==(FactVm const&, FactVm const&) = default;
};

/// 01
struct WallNoticeVm {
  std::string eyebrow;  ///< 公告　事前公开
  std::string title;
  std::vector<FactVm> facts;  ///< at most 3
  std::string body;           ///< shown where there are no facts
  std::string foot;           ///< 明川区劳动监察大队　2026年11月20日发布
  DotsVm dots;
  friend bool operator==(WallNoticeVm const&, WallNoticeVm const&) = default;
};

/// 02
struct WallOfficersVm {
  std::string title, english;
  std::vector<PersonVm> people;  ///< at most officers_a_group
  std::string foot;              ///< 共 35 人　第 2 / 6 组　数据截至 11月23日 14:00
  DotsVm dots;
  friend bool operator==(WallOfficersVm const&, WallOfficersVm const&) = default;
};

struct WallDecisionRowVm {
  std::string party, number, cause, content, date;
  friend bool operator==(WallDecisionRowVm const&, WallDecisionRowVm const&) = default;
};

/// 03
struct WallDecisionsVm {
  std::string title, english;
  std::vector<std::string> columns;     ///< 当事人 / 文号 · 违法事由 · 决定内容 · 日期
  std::vector<WallDecisionRowVm> rows;  ///< at most decisions_a_page
  std::string foot;                     ///< 以上决定均已通过法制审核　数据截至 14:00
  bool reviewed{false};  ///< every row passed legal review: the foot carries the shield
  DotsVm dots;
  friend bool operator==(WallDecisionsVm const&, WallDecisionsVm const&) = default;
};

struct WallVideoVm {
  std::string media;
  std::string title;
  friend bool operator==(WallVideoVm const&, WallVideoVm const&) = default;
};

/// When nothing can be shown: never a black wall.
struct WallFallbackVm {
  std::string title;
  std::vector<std::string> lines;
  friend bool operator==(WallFallbackVm const&, WallFallbackVm const&) = default;
};

using WallPageVm =
    std::variant<WallFallbackVm, WallNoticeVm, WallOfficersVm, WallDecisionsVm, WallVideoVm>;

/// The zone at the right: whose wall it is, the time, and where to read on.
struct SideVm {
  std::vector<std::string> hall;  ///< one or two lines
  std::string clock, date;
  std::string qr_content;  ///< empty = no code
  std::string qr_title, qr_text;
  bool stale{false};  ///< the data are old: said in amber where the code would be
  std::string stale_text;
  friend bool operator==(SideVm const&, SideVm const&) = default;
};

/// Everything on the wall but the motion.
struct WallVm {
  WallPageVm page;
  SideVm side;
  std::vector<TickerLine> ticker;
  bool sample{false};
  std::string content;  ///< content_of() the slide; "fallback"
  friend bool operator==(WallVm const&, WallVm const&) = default;
};

/// Made when the state changes, drawn many times.
[[nodiscard]] WallVm wall_vm(WallState const& state);
/// The page of one slide alone, for what fades out.
[[nodiscard]] WallPageVm page_vm(WallState const& state, Slide const& slide);

}  // namespace mingshi::kiosk
