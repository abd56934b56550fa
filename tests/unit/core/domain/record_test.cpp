#include "core/domain/record.hpp"

#include "catch2/catch_test_macros.hpp"

namespace {

using namespace mingshi;
using namespace mingshi::domain;

Field field(std::string name, FieldKind kind) {
  return {.name = name, .label = name, .kind = kind};
}

RecordType thing() {
  return {.code = "thing",
          .fields = {field("no", FieldKind::code), field("when", FieldKind::date),
                     field("document", FieldKind::document_no), field("name", FieldKind::text)},
          .key = {"no"}};
}

}  // namespace

TEST_CASE("record id: the type and the normalised key", "[domain]") {
  auto type{thing()};
  CHECK(record_id(type, {{"no", "99150310027"}}) == "thing/99150310027");
  CHECK(record_id(type, {{"no", " ９915 "}}) == "thing/9915");
  type.key = {"name", "when"};
  CHECK(record_id(type, {{"name", "甲/乙%"}, {"when", *parse_day("2026-11-23")}}) ==
        "thing/甲%2F乙%25/2026-11-23");
}

TEST_CASE("record id: the brackets of a 文号 make no other record", "[domain]") {
  auto type{thing()};
  type.key = {"document"};
  CHECK(record_id(type, {{"document", "明劳监罚〔2026〕18号"}}) ==
        record_id(type, {{"document", "明劳监罚【2026】第18号"}}));
  CHECK(record_id(type, {{"document", "明劳监罚〔2026〕18号"}}) !=
        record_id(type, {{"document", "明劳监罚〔2026〕19号"}}));
}

TEST_CASE("record: values as people read them", "[domain]") {
  auto const money{field("fine", FieldKind::money)};
  CHECK(display_text(money, Money{5'000'000}) == "50 000 元");
  CHECK(display_text(money, Money{123'456'705}) == "1 234 567.05 元");
  CHECK(display_text(money, Money{0}) == "0 元");
  CHECK(display_text(money, Money{99}) == "0.99 元");
  CHECK(display_text(money, Money{-150}) == "-1.50 元");
  CHECK(display_text(field("when", FieldKind::date), *parse_day("2026-11-23")) == "2026-11-23");
  CHECK(display_text(field("no", FieldKind::number), std::int64_t{2039}) == "2039");
  CHECK(display_text(field("steps", FieldKind::table), std::vector<TableRow>{}).empty());
}

TEST_CASE("public record: fields are read by name", "[domain]") {
  PublicRecord const record{.id = "x/1",
                            .type = "x",
                            .fields = {{"name", "甲"}, {"when", *parse_day("2026-11-23")}},
                            .sha256 = "",
                            .publish_from = {},
                            .publish_until = {}};
  CHECK(record.text("name") == "甲");
  CHECK(record.text("when").empty());
  CHECK(record.text("nothing").empty());
  CHECK(record.day("when") == parse_day("2026-11-23").value());
  CHECK_FALSE(record.day("name"));
}

TEST_CASE("public record: it is on show from its first to its last day", "[domain]") {
  PublicRecord record{};
  auto const today{*parse_day("2026-11-23")};
  auto const one{std::chrono::days{1}};
  CHECK(on_show(record, today));
  record.publish_from = today;
  record.publish_until = today;
  CHECK(on_show(record, today));
  CHECK_FALSE(on_show(record, today - one));
  CHECK_FALSE(on_show(record, today + one));
}
