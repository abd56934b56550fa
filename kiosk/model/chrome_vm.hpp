#pragma once

#include "kiosk/model/touch.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::kiosk {

/// A button whose label or availability depends on the state. Disabled = drawn in place, and a
/// touch on it is touch::ShowReason{why}.
struct ButtonVm {
  std::string label;
  std::string why;  ///< why it cannot be used now, one sentence for the citizen; empty = enabled
  [[nodiscard]] bool enabled() const { return why.empty(); }
  friend bool operator==(ButtonVm const&, ButtonVm const&) = default;
};

/// One filter chip; the touch is ChooseChip{its index}.
struct ChipVm {
  std::string label;  ///< 全部 4
  bool selected{false};
  friend bool operator==(ChipVm const&, ChipVm const&) = default;
};

/// 上一页 · 1 / 3 · 下一页, always in place.
struct PagerVm {
  std::string text;     ///< "1 / 3"
  std::size_t turn{0};  ///< the page that stands, from 0
  ButtonVm previous;    ///< 上一页
  ButtonVm next;        ///< 下一页
  friend bool operator==(PagerVm const&, PagerVm const&) = default;
};

/// A label and its value, both ready to draw; the value may hold several lines.
struct FieldVm {
  std::string label;
  std::string value;
  friend bool operator==(FieldVm const&, FieldVm const&) = default;
};

/// A plain message where content would be: nothing found, withdrawn, no data yet.
struct MessageVm {
  std::string title;
  std::vector<std::string> lines;
  friend bool operator==(MessageVm const&, MessageVm const&) = default;
};

struct HeaderVm {
  std::string hall;     ///< 明川区劳动监察大队
  std::string service;  ///< 行政执法公示
  std::string english;  ///< Disclosure Kiosk
  bool sample{false};   ///< the mark 示例
  std::string clock;    ///< 14:32
  std::string date;     ///< 11月23日 星期一
  friend bool operator==(HeaderVm const&, HeaderVm const&) = default;
};

enum class StripTone : std::uint8_t {
  fresh /* green dot */,
  stale /* amber ground */,
  reason /* why not */
};

/// The line above the dock.
struct StripVm {
  StripTone tone{StripTone::fresh};
  std::string text;     ///< 数据截至 2026-11-23 14:00 · 已与区级公示平台同步
  std::string english;  ///< Data as of 14:00; empty with a reason
  friend bool operator==(StripVm const&, StripVm const&) = default;
};

/// Offline banner below the header, on every page but the attract page.
struct BannerVm {
  std::string title;  ///< 网络断开，下面是 09:00 的数据
  std::string text;   ///< 证件状态可能有变化，请到 3 号窗口核对。
  ButtonVm retry;     ///< 重试
  friend bool operator==(BannerVm const&, BannerVm const&) = default;
};

struct DockVm {
  ButtonVm back, home, large_text, contrast, low_reach, help;
  friend bool operator==(DockVm const&, DockVm const&) = default;
};

/// The idle warning over the page.
struct IdleVm {
  int seconds{30};    ///< still left, 30…0
  float left{1.0F};   ///< of the ring, 1…0
  std::string title;  ///< 您还在看吗？
  std::vector<std::string> lines;
  std::string hint;    ///< 点屏幕任何地方也可以继续　Touch to continue
  ButtonVm end, keep;  ///< 结束并清除, 继续看
  friend bool operator==(IdleVm const&, IdleVm const&) = default;
};

/// What every page has around its content.
struct ChromeVm {
  HeaderVm header;
  StripVm strip;
  std::optional<BannerVm> banner;
  DockVm dock;
  std::optional<IdleVm> idle;
  friend bool operator==(ChromeVm const&, ChromeVm const&) = default;
};

}  // namespace mingshi::kiosk
