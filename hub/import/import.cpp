#include "hub/import/import.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "hub/import/attachments.hpp"
#include "hub/import/heading.hpp"
#include "hub/import/rows.hpp"
#include "hub/import/sheet.hpp"
#include "hub/import/table_file.hpp"
#include "hub/records/hub_lock.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using domain::Severity;

/// A folder under the system's temporary one, gone with its owner.
class ScratchFolder {
 public:
  static Result<ScratchFolder> create() {
    std::error_code error;
    auto const parent{fs::temp_directory_path(error)};
    std::string name{(parent / "mingshi-import-XXXXXX").string()};
    if (error || ::mkdtemp(name.data()) == nullptr)
      return fail(ErrorCode::io, "making a temporary folder");
    return ScratchFolder{name};
  }
  ScratchFolder(ScratchFolder&& other) noexcept : path_{std::exchange(other.path_, {})} {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path const& path() const { return path_; }

 private:
  explicit ScratchFolder(fs::path path) : path_{std::move(path)} {}
  fs::path path_;
};

/// Pictures copied into DIR/media; taken out again unless keep() is called.
class MediaCopies {
 public:
  explicit MediaCopies(fs::path media) : media_{std::move(media)} {}
  MediaCopies(MediaCopies const&) = delete;
  MediaCopies& operator=(MediaCopies const&) = delete;
  ~MediaCopies() {
    std::error_code ignored;
    for (auto const& file : written_) fs::remove(file, ignored);
    for (auto const& folder : made_) fs::remove(folder, ignored);  // only when empty
  }

  Result<void> add(std::string const& sha256, fs::path const& from, std::size_t cap) {
    auto const folder{media_ / sha256.substr(0, 2)};
    auto const file{folder / sha256};
    std::error_code error;
    if (auto const there{crypto::sha256_of_file(file)}; there && *there == sha256) return {};
    auto const bytes{MS_TRY(read_file(from, cap))};
    if (crypto::sha256(bytes) != sha256)
      return fail(ErrorCode::conflict, from.string() + " changed while it was imported");
    if (!fs::exists(media_, error)) made_.insert(made_.begin(), media_);
    if (!fs::exists(folder, error)) made_.insert(made_.begin(), folder);
    MS_TRY(make_folders(folder));
    MS_TRY(write_file(file, bytes));
    written_.push_back(file);
    return {};
  }
  void keep() {
    written_.clear();
    made_.clear();
  }

 private:
  fs::path media_;
  std::vector<fs::path> written_, made_;
};

/// A record with the place it was read from.
struct Placed {
  SheetRecord from;
  std::size_t sheet{0};  ///< index into the sheets that were read
};

/// One sheet that holds records.
struct ReadSheet {
  std::string name;
  HeadingMap headings;
};

/// Reads all records of a book.
class BookReader {
 public:
  BookReader(domain::RecordType const& type, Limits const& limits, Attachments& attachments,
             Findings& findings)
      : type_{type}, limits_{limits}, attachments_{attachments}, findings_{findings} {}

  void read(Book book) {
    std::size_t with_content{0};
    std::vector<std::string> ignored;
    auto const before{findings_.errors()};
    for (auto& sheet : book.sheets) {
      if (sheet.rows.empty()) continue;
      ++with_content;
      if (sheet.visibility == Visibility::hidden)
        warn(sheet.name, {}, "hidden_sheet",
             "这个工作表是隐藏的，没有导入；如需导入，请先取消隐藏");
      else if (!read_sheet(sheet))
        ignored.push_back(sheet.name);
    }
    if (with_content == 0) return findings_.add(bad_file("no_rows", "表格里没有内容"));
    if (!sheets_.empty())
      for (auto const& name : ignored)
        warn(name, {}, "sheet_ignored", "这个工作表里没有找到表头，没有导入");
    if (findings_.errors() != before) return;
    if (sheets_.empty()) return findings_.add(no_headings());
    if (records_.empty()) findings_.add(bad_file("no_rows", "表头下面没有数据"));
  }

  [[nodiscard]] std::vector<Placed> const& records() const { return records_; }
  [[nodiscard]] ReadSheet const& sheet_of(Placed const& placed) const {
    return sheets_[placed.sheet];
  }

 private:
  void warn(std::string sheet, std::string column, std::string code, std::string text) {
    findings_.add({.sheet = std::move(sheet),
                   .row = 0,
                   .column = std::move(column),
                   .problem = {.field = {},
                               .code = std::move(code),
                               .text = std::move(text),
                               .severity = Severity::warning}});
  }

  [[nodiscard]] Finding no_headings() const {
    std::string wanted;
    for (auto const& field : type_.fields)
      if (field.presence == domain::Presence::required && field.kind != domain::FieldKind::table)
        wanted += "“" + field.label + "”";
    return bad_file(
        "heading_none_found",
        fmt::format("前 10 行里没有找到“{}”的表头，表头至少应有 {}", type_.name, wanted));
  }

  /// @return false when the sheet has nothing that looks like headings
  bool read_sheet(Sheet& sheet) {
    if (auto spread{spread_merges_down(sheet, limits_)}; !spread) {
      findings_.add(std::move(spread).error());
      return true;
    }
    auto const before{findings_.errors()};
    auto headings{find_headings(type_, sheet, findings_)};
    if (!headings) return findings_.errors() != before;
    report_hidden_columns(sheet, *headings);
    report_merges_across(sheet, *headings);
    auto records{read_records(type_, sheet, *headings, attachments_, findings_)};
    for (auto& record : records)
      records_.push_back({.from = std::move(record), .sheet = sheets_.size()});
    sheets_.push_back({.name = sheet.name, .headings = *std::move(headings)});
    return true;
  }

  void report_hidden_columns(Sheet const& sheet, HeadingMap const& headings) {
    for (auto const& use : headings.columns)
      if (std::ranges::find(sheet.hidden_columns, use.column) != sheet.hidden_columns.end())
        warn(sheet.name, use.label(), "hidden_column",
             "这一列是隐藏的，也会导入；如不需要，请删去这一列");
  }

  /// Such a cell has one value for two columns: only the clerk knows for which.
  void report_merges_across(Sheet const& sheet, HeadingMap const& headings) {
    for (auto const& merge : sheet.merges) {
      if (merge.first_row <= headings.row || merge.first_column == merge.last_column) continue;
      auto const covered{std::ranges::count_if(headings.columns, [&](ColumnUse const& use) {
        return use.column >= merge.first_column && use.column <= merge.last_column;
      })};
      if (covered < 2) continue;
      findings_.add({.sheet = sheet.name,
                     .row = merge.first_row,
                     .column = column_letters(merge.first_column),
                     .problem = {.field = {},
                                 .code = "merged_across",
                                 .text = fmt::format(
                                     "{} 列到 {} 列是合并单元格，分不清各列的内容，请取消合并",
                                     column_letters(merge.first_column),
                                     column_letters(merge.last_column))}});
    }
  }

  domain::RecordType const& type_;
  Limits const& limits_;
  Attachments& attachments_;
  Findings& findings_;
  std::vector<ReadSheet> sheets_;
  std::vector<Placed> records_;
};

bool has_key(domain::RecordType const& type, domain::Record const& record) {
  return std::ranges::all_of(type.key,
                             [&](std::string const& name) { return record.fields.contains(name); });
}

std::vector<Incoming> incoming_of(domain::RecordType const& type, BookReader const& reader,
                                  fs::path const& file) {
  std::vector<Incoming> out;
  for (std::size_t i{0}; i < reader.records().size(); ++i) {
    auto const& placed{reader.records()[i]};
    if (!has_key(type, placed.from.record)) continue;  // already an error
    auto const& sheet{reader.sheet_of(placed).name};
    out.push_back({.record = placed.from.record,
                   .source = fmt::format("import {} {}{}{}", file.filename().string(), sheet,
                                         sheet.empty() ? "" : "!", placed.from.row),
                   .place = i});
  }
  return out;
}

/// Checks against the store. A hub that has none yet gets none: it is checked against an empty one
/// elsewhere.
Result<std::vector<Conflict>> conflicts_of(domain::Catalogue const& catalogue,
                                           fs::path const& hub_dir,
                                           std::vector<Incoming> const& incoming) {
  std::error_code ignored;
  std::optional<ScratchFolder> scratch;
  if (!fs::exists(hub_dir / "hub.db", ignored)) scratch.emplace(MS_TRY(ScratchFolder::create()));
  auto records{MS_TRY(Records::open(scratch ? scratch->path() : hub_dir))};
  return records.conflicts(catalogue, incoming);
}

Result<PutSummary> commit(domain::Catalogue const& catalogue, ImportRequest const& request,
                          Attachments const& attachments, std::vector<Incoming> const& incoming) {
  MediaCopies copies{request.hub_dir / "media"};
  for (auto const& [sha256, from] : attachments.pictures())
    MS_TRY(copies.add(sha256, from, request.limits.picture_bytes));
  auto records{MS_TRY(Records::open(request.hub_dir))};
  auto summary{MS_TRY(records.put(catalogue, incoming, request.now))};
  copies.keep();
  return summary;
}

/// Adds what contradicts the store to the findings.
Result<void> report_conflicts(domain::Catalogue const& catalogue, fs::path const& hub_dir,
                              BookReader const& reader, std::vector<Incoming> const& incoming,
                              Findings& findings) {
  if (incoming.empty()) return {};
  for (auto& conflict : MS_TRY(conflicts_of(catalogue, hub_dir, incoming))) {
    auto const& placed{reader.records().at(conflict.place)};
    auto const& sheet{reader.sheet_of(placed)};
    auto column{column_label(sheet.headings, conflict.problem.field)};
    findings.add({.sheet = sheet.name,
                  .row = placed.from.row,
                  .column = std::move(column),
                  .problem = std::move(conflict.problem)});
  }
  return {};
}

}  // namespace

Result<ImportReport> import_file(domain::Catalogue const& catalogue, ImportRequest const& request) {
  auto const* type{catalogue.find(request.type)};
  if (type == nullptr) return fail(ErrorCode::not_found, "no record type " + request.type);
  ImportReport report;
  auto book{read_table_file(request.file, request.limits)};
  if (!book) {
    report.findings.add(std::move(book).error());
    return report;
  }
  Attachments attachments{request.file.parent_path(), request.limits};
  BookReader reader{*type, request.limits, attachments, report.findings};
  reader.read(*std::move(book));
  report.records = reader.records().size();
  report.pictures = attachments.pictures().size();

  auto const incoming{incoming_of(*type, reader, request.file)};
  MS_TRY(report_conflicts(catalogue, request.hub_dir, reader, incoming, report.findings));
  if (!report.accepted() || request.mode == ImportRequest::Mode::dry_run) return report;
  // The lock makes a file in the hub folder, so a table that is refused anyway never gets to it.
  // What another process did in between is looked at again under the lock.
  auto const lock{MS_TRY(HubLock::acquire(request.hub_dir, WhenBusy::wait))};
  Findings meanwhile;
  MS_TRY(report_conflicts(catalogue, request.hub_dir, reader, incoming, meanwhile));
  if (meanwhile.errors() > 0)
    for (auto const& finding : meanwhile.list()) report.findings.add(finding);
  if (report.accepted()) report.put = MS_TRY(commit(catalogue, request, attachments, incoming));
  return report;
}

}  // namespace mingshi::hub
