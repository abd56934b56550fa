#pragma once

#include "hub/import/archive.hpp"
#include "hub/import/finding.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>

namespace mingshi::hub {

/// The attributes of one element, valid during the call that gives them. Names are without their
/// prefix.
class Attributes {
 public:
  /// @param pairs name, value, name, value, …, nullptr, as expat gives them
  explicit Attributes(char const* const* pairs) : pairs_{pairs} {}
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  /// "" when there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const {
    return find(name).value_or("");
  }
  /// xsd:boolean: "1" or "true".
  [[nodiscard]] bool flag(std::string_view name) const;

 private:
  char const* const* pairs_;
};

/// Receives an XML document piece by piece. Element names are without their prefix. A function that
/// returns false stops the reading; the sink knows why.
class XmlSink {
 public:
  XmlSink() = default;
  XmlSink(XmlSink const&) = delete;
  XmlSink& operator=(XmlSink const&) = delete;
  virtual ~XmlSink() = default;
  [[nodiscard]] virtual bool start(std::string_view name, Attributes const& attributes) = 0;
  [[nodiscard]] virtual bool end(std::string_view) { return true; }
  [[nodiscard]] virtual bool text(std::string_view) { return true; }
};

/// Reads one part of an archive as XML. A DOCTYPE is refused at once, and with it every entity
/// trick. A sink that stopped is no failure of this function.
[[nodiscard]] std::expected<void, Finding> read_xml(Archive& archive, std::string_view part,
                                                    XmlSink& sink, std::size_t deepest);

}  // namespace mingshi::hub
