#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::doubles {

struct HttpRequest {
  std::string path;                            ///< without the leading slash
  std::map<std::string, std::string> headers;  ///< names in lower case
};

/// How a response ends.
enum class Ending {
  whole,
  cut,           ///< Content-Length promises all, half of the body comes
  cut_unframed,  ///< no Content-Length, half of the body comes: a client cannot tell
  silent,        ///< the head comes, then nothing until the client gives up
  endless        ///< the body is repeated until the client gives up; no Content-Length
};

struct HttpResponse {
  int status{200};
  std::map<std::string, std::string> headers;
  std::string body;
  Ending ending{Ending::whole};
};

/// A web server on loopback at a port of its own, as badly behaved as its handler wants.
/// @threads the handler runs on the server's thread
class HttpServer {
 public:
  using Handler = std::function<HttpResponse(HttpRequest const&)>;

  explicit HttpServer(Handler handler);
  HttpServer(HttpServer const&) = delete;
  HttpServer& operator=(HttpServer const&) = delete;
  ~HttpServer();

  /// "http://127.0.0.1:41234/"
  [[nodiscard]] std::string url() const;
  /// What was asked for so far.
  [[nodiscard]] std::vector<HttpRequest> requests() const;
  void forget_requests();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The file of that name as a static web server would give it, with an ETag; 404 when there is
/// none.
[[nodiscard]] HttpResponse file_response(std::filesystem::path const& folder,
                                         HttpRequest const& request);

}  // namespace mingshi::doubles
