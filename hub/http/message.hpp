#pragma once

#include "hub/http/descriptor.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a handler sees of HTTP: no library behind it.
namespace mingshi::hub::http {

enum class Method : std::uint8_t { get, head };

/// One request whose form has been checked. Header texts are as the client sent them; absent = "".
struct Request {
  Method method{Method::get};
  std::string path;  ///< origin form without the query, not decoded: begins with "/"
  std::string if_none_match;
  std::string if_range;
  std::string range;
};

/// A part of an open file, sent as it is read.
struct FilePart {
  Descriptor file;
  std::uint64_t offset{0};  ///< @unit bytes
  std::uint64_t length{0};  ///< @unit bytes
};

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(Header const&, Header const&) = default;
};

/// The answer. Content-Length, Date and Connection are the server's business; to HEAD the body is
/// not sent.
struct Response {
  unsigned status{200};
  std::vector<Header> headers;
  std::variant<std::string, FilePart> body;
};

/// A short text that says no more than the status does.
[[nodiscard]] Response plain(unsigned status, std::string_view text);

/// Answers one request. Called on the thread of Server::run(), which waits for it: no handler
/// blocks for long.
using Handler = std::function<Response(Request const&)>;

}  // namespace mingshi::hub::http
