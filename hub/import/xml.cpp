#include "hub/import/xml.hpp"

#include <expat.h>
#include <fmt/format.h>

namespace mingshi::hub {
namespace {

std::string_view local_name(char const* name) {
  std::string_view const whole{name};
  return whole.substr(whole.rfind(':') + 1);  // npos + 1 == 0
}

enum class Halt : std::uint8_t { none, by_sink, doctype, too_deep };

/// What the callbacks share.
struct Run {
  XmlSink& sink;
  XML_Parser parser;
  std::size_t deepest;
  std::size_t depth{0};
  Halt halt{Halt::none};

  void stop(Halt why) {
    if (halt != Halt::none) return;
    halt = why;
    XML_StopParser(parser, XML_FALSE);
  }
};

void XMLCALL on_start(void* data, XML_Char const* name, XML_Char const** attributes) {
  auto& run{*static_cast<Run*>(data)};
  if (run.halt != Halt::none)
    return;  // expat delivers the end of an empty element even after a stop
  if (++run.depth > run.deepest) return run.stop(Halt::too_deep);
  if (!run.sink.start(local_name(name), Attributes{attributes})) run.stop(Halt::by_sink);
}

void XMLCALL on_end(void* data, XML_Char const* name) {
  auto& run{*static_cast<Run*>(data)};
  if (run.halt != Halt::none) return;
  --run.depth;
  if (!run.sink.end(local_name(name))) run.stop(Halt::by_sink);
}

void XMLCALL on_text(void* data, XML_Char const* text, int length) {
  auto& run{*static_cast<Run*>(data)};
  if (run.halt != Halt::none) return;
  if (!run.sink.text({text, static_cast<std::size_t>(length)})) run.stop(Halt::by_sink);
}

void XMLCALL on_doctype(void* data, XML_Char const*, XML_Char const*, XML_Char const*, int) {
  static_cast<Run*>(data)->stop(Halt::doctype);
}

}  // namespace

std::optional<std::string_view> Attributes::find(std::string_view name) const {
  for (auto const* pair{pairs_}; *pair != nullptr; pair += 2)
    if (local_name(pair[0]) == name) return pair[1];
  return std::nullopt;
}

bool Attributes::flag(std::string_view name) const {
  auto const value{get(name)};
  return value == "1" || value == "true";
}

std::expected<void, Finding> read_xml(Archive& archive, std::string_view part, XmlSink& sink,
                                      std::size_t deepest) {
  CHandle<XML_ParserStruct, &XML_ParserFree> const parser{XML_ParserCreate(nullptr)};
  Run run{.sink = sink, .parser = parser.get(), .deepest = deepest};
  XML_SetUserData(parser.get(), &run);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);

  auto state{XML_STATUS_OK};
  auto unpacked{archive.read(part, [&](std::string_view block) {
    state = XML_Parse(parser.get(), block.data(), static_cast<int>(block.size()), XML_FALSE);
    return state == XML_STATUS_OK;
  })};
  if (!unpacked) return unpacked;
  if (state == XML_STATUS_OK) state = XML_Parse(parser.get(), nullptr, 0, XML_TRUE);
  switch (run.halt) {
    case Halt::by_sink:
      return {};
    case Halt::doctype:
      return std::unexpected{bad_file(
          "xml_doctype",
          fmt::format("部件“{}”含有 DOCTYPE 声明，正常的表格没有，为安全起见已拒绝打开", part))};
    case Halt::too_deep:
      return std::unexpected{bad_file(
          "xml_depth", fmt::format("部件“{}”的嵌套过深，不像正常的表格，已拒绝打开", part))};
    case Halt::none:
      break;
  }
  if (state != XML_STATUS_OK)
    return std::unexpected{bad_file(
        "xml_broken",
        fmt::format(
            "部件“{}”第 {} 行的 XML 有错误（{}），文件可能已损坏，请用 Excel 或 WPS 重新另存", part,
            XML_GetCurrentLineNumber(parser.get()),
            XML_ErrorString(XML_GetErrorCode(parser.get()))))};
  return {};
}

}  // namespace mingshi::hub
