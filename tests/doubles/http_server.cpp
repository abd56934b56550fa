#include "tests/doubles/http_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <sstream>
#include <thread>
#include <utility>

namespace mingshi::doubles {

struct HttpServer::State {
  explicit State(Handler h) : handler{std::move(h)} {}
  Handler handler;
  int listener{-1};
  int stop{-1};
  std::uint16_t port{0};
  mutable std::mutex lock;
  std::vector<HttpRequest> requests;
  std::thread thread;

  void run();
  void serve(int client);
  /// False when the server is to stop.
  [[nodiscard]] bool wait_readable(int fd) const;
  [[nodiscard]] bool send_all(int client, std::string_view bytes) const;
};

namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

HttpRequest parse_request(std::string const& text) {
  std::istringstream in{text};
  HttpRequest request;
  std::string method;
  std::string line;
  in >> method >> request.path;
  request.path.erase(0, 1);
  std::getline(in, line);
  while (std::getline(in, line) && line != "\r") {
    auto const colon{line.find(':')};
    if (colon == std::string::npos) continue;
    auto value{line.substr(std::min(colon + 2, line.size()))};
    if (value.ends_with('\r')) value.pop_back();
    request.headers[lower(line.substr(0, colon))] = value;
  }
  return request;
}

std::string response_head(HttpResponse const& response) {
  std::string head{"HTTP/1.1 " + std::to_string(response.status) + " Test\r\n"};
  for (auto const& [name, value] : response.headers) head.append(name + ": " + value + "\r\n");
  bool const framed{response.ending != Ending::cut_unframed && response.ending != Ending::endless};
  if (framed) head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  return head + "Connection: close\r\n\r\n";
}

}  // namespace

bool HttpServer::State::wait_readable(int fd) const {
  std::array<pollfd, 2> fds{pollfd{fd, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
  while (::poll(fds.data(), fds.size(), -1) < 0) {
  }
  return fds[1].revents == 0;
}

bool HttpServer::State::send_all(int client, std::string_view bytes) const {
  while (!bytes.empty()) {
    std::array<pollfd, 2> fds{pollfd{client, POLLOUT, 0}, pollfd{stop, POLLIN, 0}};
    if (::poll(fds.data(), fds.size(), -1) < 0) continue;
    if (fds[1].revents != 0) return false;
    auto const n{::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT)};
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void HttpServer::State::serve(int client) {
  std::string text;
  std::array<char, 4096> block{};
  while (text.find("\r\n\r\n") == std::string::npos) {
    if (!wait_readable(client)) return;
    auto const n{::recv(client, block.data(), block.size(), 0)};
    if (n <= 0) return;
    text.append(block.data(), static_cast<std::size_t>(n));
  }
  auto request{parse_request(text)};
  auto const response{handler(request)};
  {
    std::lock_guard const guard{lock};
    requests.push_back(std::move(request));
  }
  if (!send_all(client, response_head(response))) return;
  auto const half{response.body.substr(0, response.body.size() / 2)};
  switch (response.ending) {
    case Ending::whole:
      send_all(client, response.body) && ::shutdown(client, SHUT_WR) == 0 && wait_readable(client);
      return;
    case Ending::cut:
    case Ending::cut_unframed:
      static_cast<void>(send_all(client, half));
      return;
    case Ending::silent:
      static_cast<void>(wait_readable(client));
      return;
    case Ending::endless:
      while (send_all(client, response.body)) {
      }
      return;
  }
}

void HttpServer::State::run() {
  while (wait_readable(listener)) {
    int const client{::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)};
    if (client < 0) continue;
    serve(client);
    ::close(client);
  }
}

HttpServer::HttpServer(Handler handler) : state_{std::make_unique<State>(std::move(handler))} {
  auto& s{*state_};
  s.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  s.stop = ::eventfd(0, EFD_CLOEXEC);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size{sizeof address};
  auto* const generic{reinterpret_cast<sockaddr*>(&address)};
  if (s.listener < 0 || s.stop < 0 || ::bind(s.listener, generic, size) != 0 ||
      ::listen(s.listener, 16) != 0 || ::getsockname(s.listener, generic, &size) != 0)
    std::abort();
  s.port = ::ntohs(address.sin_port);
  s.thread = std::thread{[&s] { s.run(); }};
}

HttpServer::~HttpServer() {
  std::uint64_t const one{1};
  if (::write(state_->stop, &one, sizeof one) != sizeof one) std::abort();
  state_->thread.join();
  ::close(state_->listener);
  ::close(state_->stop);
}

std::string HttpServer::url() const {
  return "http://127.0.0.1:" + std::to_string(state_->port) + "/";
}

std::vector<HttpRequest> HttpServer::requests() const {
  std::lock_guard const guard{state_->lock};
  return state_->requests;
}

void HttpServer::forget_requests() {
  std::lock_guard const guard{state_->lock};
  state_->requests.clear();
}

HttpResponse file_response(std::filesystem::path const& folder, HttpRequest const& request) {
  std::ifstream in{folder / request.path, std::ios::binary};
  std::string body{std::istreambuf_iterator<char>{in}, {}};
  if (!in && body.empty()) return {.status = 404, .headers = {}, .body = "not found"};
  auto const etag{"\"" + std::to_string(std::hash<std::string>{}(body)) + "\""};
  auto const known{request.headers.find("if-none-match")};
  if (known != request.headers.end() && known->second == etag)
    return {.status = 304, .headers = {{"ETag", etag}}, .body = {}};
  return {.status = 200, .headers = {{"ETag", etag}}, .body = std::move(body)};
}

}  // namespace mingshi::doubles
