#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::doubles {

struct RawRequest {
  std::string line;                            ///< "GET /o/ab HTTP/1.1"
  std::string path;                            ///< without the leading slash
  std::map<std::string, std::string> headers;  ///< names in lower case

  /// Where the range that is asked for begins; none = no range.
  [[nodiscard]] std::optional<std::size_t> range_from() const;
};

/// One connection, for a handler to write any bytes to.
class RawConnection {
 public:
  virtual ~RawConnection() = default;
  /// False when the client has gone or the server stops.
  virtual bool send(std::string_view bytes) = 0;
  /// Ends the connection with a reset: what was sent last may not arrive.
  virtual void reset() = 0;
  /// Ends it in order.
  virtual void close() = 0;
  /// Waits until the client goes away or the server stops.
  virtual void hold() = 0;
  /// Lets a little time pass; false when the client has gone or the server stops.
  virtual bool breathe() = 0;
};

/// A server on loopback whose handler writes its answers byte by byte, as wrong as it likes. Many
/// connections at a time; a connection that the handler leaves open takes the next request.
/// @threads the handler runs on a thread a connection
class RawServer {
 public:
  using Handler = std::function<void(RawRequest const&, RawConnection&)>;

  explicit RawServer(Handler handler);
  RawServer(RawServer const&) = delete;
  RawServer& operator=(RawServer const&) = delete;
  ~RawServer();

  /// "http://127.0.0.1:41234/"
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::vector<RawRequest> requests() const;
  [[nodiscard]] std::size_t connections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Answers as a good static server would: 200, 206 with its range, 304, 416; keeps the connection.
void answer_well(RawRequest const& request, RawConnection& connection, std::string_view body,
                 std::string const& etag = "\"v1\"");

}  // namespace mingshi::doubles
