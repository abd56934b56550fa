#include "core/json/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace mingshi::json {
namespace {

constexpr std::size_t longest_quote{40};  ///< @unit bytes; of a number that is refused

/// Builds a value from nlohmann's parse events and stops at the first thing that is ambiguous. The
/// parser itself refuses invalid UTF-8, lone surrogates, raw control characters and trailing bytes.
class Builder {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(number_integer_t value) {
    // The parser reports only literals with a minus sign here.
    if (value == 0) return refuse("-0 is not a number we exchange");
    return add(value);
  }
  bool number_unsigned(number_unsigned_t value) {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
      return refuse("integer outside 64 bits");
    return add(static_cast<std::int64_t>(value));
  }
  /// Also what the parser makes of an integer too large for it.
  bool number_float(number_float_t /*value*/, string_t const& literal) {
    return refuse("not a 64-bit integer: " + literal.substr(0, longest_quote));
  }
  bool string(string_t& value) { return add(std::move(value)); }
  bool binary(binary_t& /*value*/) { return refuse("binary"); }
  bool key(string_t& value) {
    if (open_.back()->contains(value)) return refuse(duplicate(value));
    key_ = std::move(value);
    return true;
  }
  bool start_object(std::size_t /*elements*/) { return start(Json::object()); }
  bool end_object() { return end(); }
  bool start_array(std::size_t /*elements*/) { return start(Json::array()); }
  bool end_array() { return end(); }
  /// The exception's own text quotes the input, and so would the token: megabytes of it, or bytes
  /// that are no UTF-8. The offset says as much.
  bool parse_error(std::size_t position, std::string const& /*token*/, Json::exception const&) {
    return refuse(fmt::format("not JSON at byte {}", position));
  }

  [[nodiscard]] std::string const& reason() const { return reason_; }
  [[nodiscard]] Json take() && { return std::move(root_); }

 private:
  static std::string duplicate(std::string const& key) {
    return key.size() <= longest_quote ? "duplicate key \"" + key + "\"" : "a long duplicate key";
  }
  bool refuse(std::string reason) {
    reason_ = std::move(reason);
    return false;
  }
  /// Puts the value where the document has it and returns its place, which stays put while it is
  /// open: only the innermost container grows.
  Json& place(Json&& value) {
    if (open_.empty()) return root_ = std::move(value);
    Json& parent{*open_.back()};
    if (parent.is_object()) return parent[key_] = std::move(value);
    return parent.emplace_back(std::move(value));
  }
  bool add(Json&& value) {
    place(std::move(value));
    return true;
  }
  bool start(Json&& container) {
    if (open_.size() == max_depth) return refuse(fmt::format("more than {} levels", max_depth));
    open_.push_back(&place(std::move(container)));
    return true;
  }
  bool end() {
    open_.pop_back();
    return true;
  }

  Json root_;
  std::vector<Json*> open_;
  std::string key_;
  std::string reason_;
};

enum class ControlCharacters { escaped, raw };

void write_text(std::string& out, std::string_view text, ControlCharacters mode) {
  out += '"';
  for (char const c : text) {
    bool const control{static_cast<unsigned char>(c) < 0x20};
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (!control || mode == ControlCharacters::raw) {
      out += c;
    } else if (c == '\b') {
      out += "\\b";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\f') {
      out += "\\f";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    }
  }
  out += '"';
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the value, which parse_strict bounds
void write_value(std::string& out, Json const& value, ControlCharacters mode) {
  if (value.is_object()) {
    out += '{';
    char const* separator{""};
    for (auto const& [key, member] : value.items()) {
      out += std::exchange(separator, ",");
      write_text(out, key, mode);
      out += ':';
      write_value(out, member, mode);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    char const* separator{""};
    for (auto const& member : value) {
      out += std::exchange(separator, ",");
      write_value(out, member, mode);
    }
    out += ']';
  } else if (value.is_string()) {
    write_text(out, value.get_ref<std::string const&>(), mode);
  } else {
    out += value.dump();
  }
}

std::string write(Json const& value, ControlCharacters mode) {
  std::string out;
  write_value(out, value, mode);
  return out;
}

}  // namespace

Result<Json> parse_strict(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF"))
    return fail(ErrorCode::invalid_input, "byte-order mark at byte 0");
  // The parser takes a NUL for the end of its input and would not see what follows.
  if (auto const nul{bytes.find('\0')}; nul != std::string_view::npos)
    return fail(ErrorCode::invalid_input, fmt::format("NUL at byte {}", nul));
  Builder builder;
  if (!Json::sax_parse(bytes.begin(), bytes.end(), &builder))
    return fail(ErrorCode::invalid_input, builder.reason());
  return std::move(builder).take();
}

std::string canonical(Json const& value) {
  return write(value, ControlCharacters::escaped);
}

std::string canonical_olpc(Json const& value) {
  return write(value, ControlCharacters::raw);
}

}  // namespace mingshi::json
