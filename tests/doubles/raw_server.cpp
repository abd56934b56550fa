#include "tests/doubles/raw_server.hpp"

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
#include <mutex>
#include <sstream>
#include <thread>

namespace mingshi::doubles {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

RawRequest parse(std::string const& text) {
  std::istringstream in{text};
  RawRequest request;
  std::string line;
  std::getline(in, request.line);
  if (request.line.ends_with('\r')) request.line.pop_back();
  std::istringstream words{request.line};
  words >> line >> request.path;
  request.path.erase(0, 1);
  while (std::getline(in, line) && line != "\r") {
    auto const colon{line.find(':')};
    if (colon == std::string::npos) continue;
    auto value{line.substr(std::min(colon + 2, line.size()))};
    if (value.ends_with('\r')) value.pop_back();
    request.headers[lower(line.substr(0, colon))] = value;
  }
  return request;
}

}  // namespace

struct RawServer::State {
  explicit State(Handler h) : handler{std::move(h)} {}
  Handler handler;
  int listener{-1};
  int stop{-1};
  std::uint16_t port{0};
  mutable std::mutex lock;
  std::vector<RawRequest> requests;
  std::vector<std::thread> clients;
  std::thread thread;

  void run();
  void serve(int client);
  /// What happened on fd; 0 when the server is to stop or the time is over.
  [[nodiscard]] short wait(int fd, short events, int milliseconds = -1) const {
    std::array<pollfd, 2> fds{pollfd{fd, events, 0}, pollfd{stop, POLLIN, 0}};
    while (::poll(fds.data(), fds.size(), milliseconds) < 0) {
    }
    return fds[1].revents != 0 ? short{0} : fds[0].revents;
  }
  [[nodiscard]] bool stopping() const {
    pollfd fd{stop, POLLIN, 0};
    return ::poll(&fd, 1, 0) > 0;
  }
};

namespace {

template <typename State>
class Connection final : public RawConnection {
 public:
  Connection(State& state, int fd) : state_{state}, fd_{fd} {}
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;
  ~Connection() override { Connection::close(); }

  bool send(std::string_view bytes) override {
    while (!bytes.empty()) {
      if (fd_ < 0 || (state_.wait(fd_, POLLOUT) & POLLOUT) == 0) return false;
      auto const n{::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT)};
      if (n < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return fd_ >= 0;
  }
  void reset() override {
    linger const at_once{.l_onoff = 1, .l_linger = 0};
    if (fd_ >= 0) ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }
  void close() override {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  void hold() override {
    std::array<char, 4096> rest{};
    while (fd_ >= 0 && state_.wait(fd_, POLLIN) != 0)
      if (::recv(fd_, rest.data(), rest.size(), 0) <= 0) break;
    close();
  }
  bool breathe() override {
    constexpr int milliseconds{50};
    if (fd_ < 0) return false;
    return (state_.wait(fd_, POLLRDHUP, milliseconds) & (POLLRDHUP | POLLHUP | POLLERR)) == 0 &&
           !state_.stopping();
  }
  /// The next request's head; empty when there is none.
  std::string receive() {
    std::string text;
    char c{};
    while (!text.ends_with("\r\n\r\n")) {
      if (fd_ < 0 || state_.wait(fd_, POLLIN) == 0 || ::recv(fd_, &c, 1, 0) != 1) return {};
      text += c;
    }
    return text;
  }

 private:
  State& state_;
  int fd_;
};

}  // namespace

void RawServer::State::serve(int client) {
  Connection<State> connection{*this, client};
  for (;;) {
    auto const text{connection.receive()};
    if (text.empty()) return;
    auto const request{parse(text)};
    {
      std::lock_guard const guard{lock};
      requests.push_back(request);
    }
    handler(request, connection);
  }
}

void RawServer::State::run() {
  while (wait(listener, POLLIN) != 0) {
    int const client{::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)};
    if (client < 0) continue;
    std::lock_guard const guard{lock};
    clients.emplace_back([this, client] { serve(client); });
  }
}

RawServer::RawServer(Handler handler) : state_{std::make_unique<State>(std::move(handler))} {
  auto& s{*state_};
  s.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  s.stop = ::eventfd(0, EFD_CLOEXEC);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size{sizeof address};
  auto* const generic{reinterpret_cast<sockaddr*>(&address)};
  if (s.listener < 0 || s.stop < 0 || ::bind(s.listener, generic, size) != 0 ||
      ::listen(s.listener, 64) != 0 || ::getsockname(s.listener, generic, &size) != 0)
    std::abort();
  s.port = ::ntohs(address.sin_port);
  s.thread = std::thread{[&s] { s.run(); }};
}

RawServer::~RawServer() {
  std::uint64_t const one{1};
  if (::write(state_->stop, &one, sizeof one) != sizeof one) std::abort();
  state_->thread.join();
  for (auto& client : state_->clients) client.join();
  ::close(state_->listener);
  ::close(state_->stop);
}

std::string RawServer::url() const {
  return "http://127.0.0.1:" + std::to_string(state_->port) + "/";
}

std::vector<RawRequest> RawServer::requests() const {
  std::lock_guard const guard{state_->lock};
  return state_->requests;
}

std::size_t RawServer::connections() const {
  std::lock_guard const guard{state_->lock};
  return state_->clients.size();
}

std::optional<std::size_t> RawRequest::range_from() const {
  auto const range{headers.find("range")};
  if (range == headers.end() || !range->second.starts_with("bytes=")) return std::nullopt;
  return std::strtoull(range->second.c_str() + 6, nullptr, 10);
}

void answer_well(RawRequest const& request, RawConnection& connection, std::string_view body,
                 std::string const& etag) {
  auto const head{[&](std::string const& status, std::size_t length, std::string const& more = {}) {
    return "HTTP/1.1 " + status + "\r\nETag: " + etag + "\r\n" + more +
           "Content-Length: " + std::to_string(length) + "\r\n\r\n";
  }};
  auto const known{request.headers.find("if-none-match")};
  if (known != request.headers.end() && known->second == etag) {
    connection.send("HTTP/1.1 304 Not Modified\r\nETag: " + etag + "\r\n\r\n");
    return;
  }
  auto from{request.range_from()};
  auto const condition{request.headers.find("if-range")};
  if (condition != request.headers.end() && condition->second != etag) from.reset();
  auto const total{std::to_string(body.size())};
  if (from && *from >= body.size()) {
    connection.send(head("416 No Such Range", 0, "Content-Range: bytes */" + total + "\r\n"));
    return;
  }
  if (!from) {
    connection.send(head("200 OK", body.size()));
    connection.send(body);
    return;
  }
  connection.send(head("206 Part", body.size() - *from,
                       "Content-Range: bytes " + std::to_string(*from) + "-" +
                           std::to_string(body.size() - 1) + "/" + total + "\r\n"));
  connection.send(body.substr(*from));
}

}  // namespace mingshi::doubles
