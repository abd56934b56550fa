#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace mingshi::hub::testing {

/// A folder of its own under the temporary one, gone with its owner.
class Scratch {
 public:
  Scratch();
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;
  ~Scratch();
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  /// Writes a file into it, making folders, and gives its path.
  std::filesystem::path write(std::string_view name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

/// The parts of a small workbook: one sheet "人员", and what a test changes in it.
struct WorkbookMaker {
  std::map<std::string, std::string> parts;  ///< name in the zip → content

  WorkbookMaker();
  /// Puts `rows`, the inside of <sheetData>, into the sheet; `after` follows it (merges).
  WorkbookMaker& rows(std::string_view rows, std::string_view before = {},
                      std::string_view after = {});
  /// The inside of <sst>. Adds the part and its relationship.
  WorkbookMaker& strings(std::string_view items);
  /// The inside of <styleSheet>. Adds the part and its relationship.
  WorkbookMaker& styles(std::string_view inside);
  /// The inside of <workbook>.
  WorkbookMaker& workbook(std::string_view inside);
  /// Writes the zip.
  std::filesystem::path write(Scratch const& folder, std::string_view name = "t.xlsx") const;

 private:
  void relationship(std::string_view id, std::string_view kind, std::string_view target);
  std::string relationships_;
};

/// <row> with inline text cells from column A on; an empty text gives no cell.
[[nodiscard]] std::string text_row(int number, std::initializer_list<std::string_view> cells);

}  // namespace mingshi::hub::testing
