#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace mingshi::kiosk {

enum class SearchTab : std::uint8_t { handwriting, pinyin, number };

/// What a finger can ask for. None of these carries data or time: a view cannot forge either.
namespace touch {

struct Begin {};  ///< attract page, anywhere
struct GoBack {};
struct GoHome {};
struct OpenSearch {};  ///< 查执法人员, 改查询 and 再查一位
struct ChooseTab {
  SearchTab tab;
};
struct TypeLetter {
  char letter;
};  ///< 'A'…'Z'
struct TypeDigit {
  char digit;
};  ///< '0'…'9'
struct EraseOne {};      ///< 退格
struct ClearQuery {};    ///< 清除, 重输
struct OpenResults {};   ///< every match of what is typed
struct OpenEveryone {};  ///< 看照片找人
struct OpenRecord {
  std::string id;
};  ///< any record: officer, decision, notice …
struct OpenWhole {
  std::string id;
};  ///< every field of a record that has a page of its own
struct OpenList {
  std::string type;
};  ///< every record of one type
struct OpenTypes {};  ///< 更多公示
struct ChooseChip {
  std::size_t index;
};  ///< one of the page's filter chips
struct OpenPicker {
  std::size_t index;
};  ///< one of the page's drop-downs; the open one closes
struct ChooseOption {
  std::size_t index;
};  ///< of the open drop-down
struct ClearFilters {};
struct PreviousPage {};
struct NextPage {};
struct ToggleItem {
  std::string id;
};  ///< inspection list: expand or collapse
struct SelectStep {
  std::size_t index;
};  ///< procedure: into ProcedureVm::steps
struct OpenRemedies {};  ///< 监督投诉, 与本人不符, 公示有误
struct ShowReason {
  std::string why;  ///< the disabled control's ButtonVm::why
};  ///< a disabled control was touched: the data strip says why for 4 s
struct KeepReading {};  ///< idle warning: 继续看, or anywhere outside
struct EndSession {};   ///< 结束并清除
struct Retry {};        ///< offline banner: 重试

}  // namespace touch

using Touch =
    std::variant<touch::Begin, touch::GoBack, touch::GoHome, touch::OpenSearch, touch::ChooseTab,
                 touch::TypeLetter, touch::TypeDigit, touch::EraseOne, touch::ClearQuery,
                 touch::OpenResults, touch::OpenEveryone, touch::OpenRecord, touch::OpenWhole,
                 touch::OpenList, touch::OpenTypes, touch::ChooseChip, touch::OpenPicker,
                 touch::ChooseOption, touch::ClearFilters, touch::PreviousPage, touch::NextPage,
                 touch::ToggleItem, touch::SelectStep, touch::OpenRemedies, touch::ShowReason,
                 touch::KeepReading, touch::EndSession, touch::Retry>;

}  // namespace mingshi::kiosk
