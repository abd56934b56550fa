#include "core/domain/record_type.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/base/file.hpp"

#include <algorithm>
#include <filesystem>

namespace {

using namespace mingshi;
using namespace mingshi::domain;
using Catch::Matchers::ContainsSubstring;

std::vector<RecordType> shipped_types() {
  std::vector<RecordType> types;
  for (auto const& entry : std::filesystem::directory_iterator{
           std::filesystem::path{MS_SOURCE_DIR} / "assets/records"}) {
    auto const text{read_file(entry.path(), std::size_t{1} << 20U)};
    REQUIRE(text);
    INFO(entry.path());
    auto type{parse_record_type(*text)};
    INFO((type ? std::string{} : type.error().detail()));
    REQUIRE(type);
    CHECK(entry.path().stem() == type->code);
    types.push_back(*std::move(type));
  }
  return types;
}

constexpr std::string_view minimal{R"(
code = "thing"
name = "东西"
icon = "doc"
help = "这里可以看到东西。"
key = ["no"]
title = "no"
[[field]]
name = "no"
label = "编号"
kind = "text"
required = true
[[field]]
name = "state"
label = "状态"
kind = "choice"
choices = ["有", "无"]
)"};

std::string problem_of(std::string const& toml) {
  auto const type{parse_record_type(toml)};
  REQUIRE_FALSE(type);
  CHECK(type.error().code() == ErrorCode::invalid_input);
  return type.error().detail();
}

std::string replaced(std::string_view from, std::string_view to) {
  std::string text{minimal};
  text.replace(text.find(from), from.size(), to);
  return text;
}

}  // namespace

TEST_CASE("record type: every shipped declaration is read and the catalogue is whole", "[domain]") {
  auto const catalogue{Catalogue::of(shipped_types())};
  REQUIRE(catalogue);
  CHECK(catalogue->types().size() == 25);
  CHECK(catalogue->types().front().code == "officer");
  for (auto const* code :
       {"officer",         "certificate",     "authority",         "entrustment",
        "power_item",      "legal_basis",     "procedure",         "service_guide",
        "inspection_item", "inspection_plan", "av_list",           "review_catalogue",
        "remedy",          "counter_board",   "worker_rights",     "penalty",
        "licence",         "coercion",        "inspection_result", "major_violation",
        "wage_blacklist",  "annual_stats",    "system_document",   "notice",
        "correction"}) {
    INFO(code);
    CHECK(catalogue->find(code) != nullptr);
  }
  CHECK(catalogue->find("offizier") == nullptr);
}

TEST_CASE("record type: an officer has six fields, a photo and a note on its name, nothing else",
          "[domain][privacy]") {
  auto const types{shipped_types()};
  auto const officer{std::ranges::find(types, "officer", &RecordType::code)};
  REQUIRE(officer != types.end());
  std::vector<std::string> labels;
  for (auto const& field : officer->fields) labels.push_back(field.label);
  CHECK(labels == std::vector<std::string>{"姓名", "单位", "职务", "证件编号", "执法类别",
                                           "执法区域", "照片", "生僻字说明"});
}

TEST_CASE("record type: a minimal declaration is enough", "[domain]") {
  auto const type{parse_record_type(minimal)};
  REQUIRE(type);
  CHECK(type->field("no")->presence == Presence::required);
  CHECK(type->field("state")->choices == std::vector<std::string>{"有", "无"});
  CHECK(type->field("colour") == nullptr);
}

TEST_CASE("record type: a faulty declaration is refused with what is wrong", "[domain][errors]") {
  struct Row {
    std::string toml;
    std::string says;
  };
  auto const row{GENERATE(
      Row{"code = ", "line 1"}, Row{replaced("help", "halp"), "key help is missing"},
      Row{std::string{minimal} + "colour = \"red\"\n", "key colour is unknown"},
      Row{replaced("kind = \"text\"", "kind = \"texte\""), "key kind does not know \"texte\""},
      Row{replaced("kind = \"text\"", "label_en = \"No.\""), "key kind is missing"},
      Row{replaced("required = true", "required = \"yes\""), "line 12"},
      Row{replaced("required = true", ""), "key field no is not required"},
      Row{replaced("required = true", "required = true\nmask = \"phone\""),
          "key field no is masked"},
      Row{replaced("required = true", "mask = \"shoe_size\""), "does not know \"shoe_size\""},
      Row{replaced("title = \"no\"", "title = \"on\""), "title names on"},
      Row{replaced("title = \"no\"", "title = \"no\"\nlist = [\"a\"]"), "list names a"},
      Row{replaced("title = \"no\"",
                   "title = \"no\"\n[deadline]\ntrigger_field = \"no\"\nworking_days = "
                   "7\nsource = \"x\""),
          "no date"},
      Row{replaced("title = \"no\"", "title = \"no\"\n[publication]\nmonths = 3"),
          "months needs a required from_field"},
      Row{replaced("name = \"state\"", "name = \"no\""), "field no is declared twice"},
      Row{replaced("label = \"状态\"", "label = \"编号\""), "heading 编号 is taken"},
      Row{replaced("choices = [\"有\", \"无\"]", ""), "belongs to kind choice"},
      Row{replaced("code = \"thing\"", "code = \"Thing 1\""), "code must be of a-z"},
      Row{std::string{minimal} +
              "[[rule]]\nkind = \"required_when\"\nfields = [\"no\"]\nsource = \"x\"\n"
              "when = [{ field = \"state\", is = [\"半\"] }]\n",
          "半 is none of its choices"},
      Row{std::string{minimal} +
              "[[rule]]\nkind = \"date_order\"\nfields = [\"no\"]\nsource = \"x\"\n",
          "no date"})};
  CHECK_THAT(problem_of(row.toml), ContainsSubstring(row.says));
}

TEST_CASE("record type: a rule that could never speak is refused", "[domain][errors]") {
  auto const rule{GENERATE(values<std::string>({
      R"(kind = "at_least"
fields = ["no"])",
      R"(kind = "at_most_fen"
fields = ["no"]
limit = 1)",
      R"(kind = "steps"
fields = ["no"])",
      R"(kind = "certified"
fields = ["no"])",
      R"(kind = "required_when"
fields = ["no"]
limit = 2)"}))};
  CAPTURE(rule);
  auto const type{
      parse_record_type(std::string{minimal} + "\n[[rule]]\nsource = \"示例\"\n" + rule + "\n")};
  REQUIRE_FALSE(type);
  CHECK(type.error().detail().find("rule") != std::string::npos);
}

TEST_CASE("catalogue: a type declared twice or a reference to nothing is refused",
          "[domain][errors]") {
  auto const type{parse_record_type(minimal)};
  REQUIRE(type);
  CHECK_FALSE(Catalogue::of({*type, *type}));
  auto lost{*type};
  lost.fields.push_back(
      {.name = "owner", .label = "所有人", .kind = FieldKind::reference, .refers_to = "ghost"});
  auto const catalogue{Catalogue::of({lost})};
  REQUIRE_FALSE(catalogue);
  CHECK_THAT(catalogue.error().detail(), ContainsSubstring("ghost"));
}
