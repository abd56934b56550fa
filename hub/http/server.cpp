#include "hub/http/server.hpp"

#include "hub/http/raw_head.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/chrono.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <exception>
#include <list>
#include <optional>
#include <variant>

namespace mingshi::hub::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;

constexpr auto as_result{net::as_tuple(net::use_awaitable)};
constexpr std::size_t block_size{std::size_t{64} * 1024};
constexpr std::chrono::seconds linger{2};
constexpr std::chrono::milliseconds accept_pause{100};

/// A request as far as the server needs it, or the status that refuses it.
struct Parsed {
  unsigned refused{0};  ///< 0 = not
  Request request;
  bool keep_alive{false};
};

constexpr unsigned allowed_methods_only{405};

std::string text_of(wire::request<wire::empty_body> const& message, wire::field field) {
  auto const value{message[field]};
  return {value.data(), value.size()};
}

/// The rules that the library leaves to its user. @source RFC 9112 §3.2, §6.1, §6.3
unsigned refusal(wire::request<wire::empty_body> const& message) {
  if (message.version() != 10 && message.version() != 11) return 505;
  auto const hosts{message.count(wire::field::host)};
  if (hosts > 1 || (hosts == 0 && message.version() == 11)) return 400;
  if (hosts == 1 && message[wire::field::host].empty() && message.version() == 11) return 400;
  if (message.count(wire::field::transfer_encoding) > 0) {
    if (message.version() == 10 || message.count(wire::field::content_length) > 0) return 400;
    return beast::iequals(message[wire::field::transfer_encoding], "chunked") ? 413 : 501;
  }
  if (message.method() != wire::verb::get && message.method() != wire::verb::head)
    return allowed_methods_only;
  if (message.count(wire::field::content_length) > 0 && message[wire::field::content_length] != "0")
    return 413;
  if (!message.target().starts_with('/')) return 400;
  return 0;
}

/// @param head a whole head, as scan_head() found it
Parsed parse(std::string_view head) {
  wire::request_parser<wire::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(head.size()) + 1);
  parser.body_limit(boost::none);
  error_code error;
  auto const used{parser.put(net::buffer(head), error)};
  // A body that follows is this server's to refuse, below.
  if (error == wire::error::unexpected_body) error = {};
  if (error == wire::error::bad_version) return {.refused = 505, .request = {}};
  if (error || used == 0 || !parser.is_header_done()) return {.refused = 400, .request = {}};
  auto const& message{parser.get()};
  Parsed parsed{.refused = refusal(message), .request = {}};
  if (parsed.refused != 0) return parsed;
  parsed.keep_alive = message.keep_alive();
  std::string_view const target{message.target().data(), message.target().size()};
  parsed.request = {.method = message.method() == wire::verb::head ? Method::head : Method::get,
                    .path = std::string{target.substr(0, target.find('?'))},
                    .if_none_match = text_of(message, wire::field::if_none_match),
                    .if_range = text_of(message, wire::field::if_range),
                    .range = text_of(message, wire::field::range)};
  return parsed;
}

std::uint64_t length_of(Response const& response) {
  if (auto const* const text{std::get_if<std::string>(&response.body)}) return text->size();
  return std::get<FilePart>(response.body).length;
}

wire::response<wire::empty_body> head_of(Response const& response, bool keep_alive) {
  wire::response<wire::empty_body> head{static_cast<wire::status>(response.status), 11};
  for (auto const& header : response.headers) head.set(header.name, header.value);
  head.set(wire::field::date, fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}",
                                          fmt::gmtime(std::chrono::system_clock::now())));
  if (response.status != 304) head.content_length(length_of(response));
  head.keep_alive(keep_alive);
  return head;
}

Response refusing(unsigned status) {
  auto response{
      plain(status, std::string{wire::obsolete_reason(static_cast<wire::status>(status))})};
  if (status == allowed_methods_only) response.headers.push_back({"Allow", "GET, HEAD"});
  return response;
}

/// Counts a connection as long as it lives.
class Seat {
 public:
  explicit Seat(std::size_t& taken) : taken_{&taken} { ++*taken_; }
  Seat(Seat&& other) noexcept : taken_{std::exchange(other.taken_, nullptr)} {}
  Seat(Seat const&) = delete;
  Seat& operator=(Seat const&) = delete;
  Seat& operator=(Seat&&) = delete;
  ~Seat() {
    if (taken_ != nullptr) --*taken_;
  }

 private:
  std::size_t* taken_;
};

}  // namespace

struct Server::Impl {
  Impl(Handler h, Log l, Limits m) : handler{std::move(h)}, log{std::move(l)}, limits{m} {}

  net::awaitable<void> accept();
  net::awaitable<void> serve(tcp::socket socket, Seat seat);
  net::awaitable<HeadScan> read_head(beast::tcp_stream& stream, std::string& bytes);
  net::awaitable<bool> answer(beast::tcp_stream& stream, Response const& response, Method method,
                              bool keep_alive);
  net::awaitable<bool> send_file(beast::tcp_stream& stream, FilePart const& part);
  net::awaitable<void> say_goodbye(beast::tcp_stream& stream);
  net::awaitable<void> repeat(std::chrono::seconds period, std::function<void()> work);

  Handler handler;
  Log log;
  Limits limits;
  std::size_t connections{0};
  // Destroyed first, with the coroutines in it, which use what is above.
  net::io_context context{1};
  tcp::acceptor acceptor{context};
  net::signal_set signals{context};
};

net::awaitable<void> Server::Impl::accept() {
  for (;;) {
    auto [error, socket]{co_await acceptor.async_accept(as_result)};
    if (error == net::error::operation_aborted) co_return;
    if (error) {
      // Out of descriptors: closing connections will free some; asking again at once would only
      // spin.
      log.warn("accept: {}", error.message());
      net::steady_timer pause{context, accept_pause};
      co_await pause.async_wait(as_result);
      continue;
    }
    if (connections >= limits.connections) continue;  // the socket closes here
    net::co_spawn(context, serve(std::move(socket), Seat{connections}), net::detached);
  }
}

/// Reads until a head is whole, refused or given up; `incomplete` = the client went away or was too
/// slow.
net::awaitable<HeadScan> Server::Impl::read_head(beast::tcp_stream& stream, std::string& bytes) {
  stream.expires_after(limits.request);
  std::array<char, 4096> block;
  for (;;) {
    if (!bytes.empty()) {
      auto const scan{scan_head(bytes, limits.head)};
      if (scan.state != HeadState::incomplete) co_return scan;
    }
    auto const [error, n]{co_await stream.async_read_some(net::buffer(block), as_result)};
    if (error) co_return HeadScan{};
    bytes.append(block.data(), n);
  }
}

net::awaitable<void> Server::Impl::serve(tcp::socket socket, [[maybe_unused]] Seat seat) {
  error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  beast::tcp_stream stream{std::move(socket)};
  std::string bytes;
  for (;;) {
    auto const scan{co_await read_head(stream, bytes)};
    if (scan.state == HeadState::incomplete) co_return;
    Parsed parsed{.refused = scan.state == HeadState::too_long ? 431U : 400U, .request = {}};
    if (scan.state == HeadState::complete)
      parsed = parse(std::string_view{bytes}.substr(0, scan.length));
    auto const response{parsed.refused != 0 ? refusing(parsed.refused) : handler(parsed.request)};
    bool const keep{parsed.refused == 0 && parsed.keep_alive};
    bool const sent{co_await answer(stream, response, parsed.request.method, keep)};
    if (!sent) co_return;
    if (!keep) break;
    bytes.erase(0, scan.length);
  }
  co_await say_goodbye(stream);
}

net::awaitable<bool> Server::Impl::answer(beast::tcp_stream& stream, Response const& response,
                                          Method method, bool keep_alive) {
  auto const head{head_of(response, keep_alive)};
  wire::response_serializer<wire::empty_body> serializer{head};
  stream.expires_after(limits.block);
  auto const [error, n]{co_await wire::async_write_header(stream, serializer, as_result)};
  if (error) co_return false;
  if (method == Method::head || response.status == 304) co_return true;
  if (auto const* const part{std::get_if<FilePart>(&response.body)})
    co_return co_await send_file(stream, *part);
  auto const& text{std::get<std::string>(response.body)};
  auto const [failed, m]{co_await net::async_write(stream, net::buffer(text), as_result)};
  co_return !failed;
}

net::awaitable<bool> Server::Impl::send_file(beast::tcp_stream& stream, FilePart const& part) {
  std::vector<char> block(block_size);
  std::uint64_t sent{0};
  while (sent < part.length) {
    auto const want{std::min<std::uint64_t>(block.size(), part.length - sent)};
    auto const got{
        ::pread(part.file.get(), block.data(), want, static_cast<off_t>(part.offset + sent))};
    // Shorter than it was a moment ago: only closing tells the client that the answer is not whole.
    if (got <= 0) co_return false;
    auto const size{static_cast<std::size_t>(got)};
    stream.expires_after(limits.block);
    auto const [error,
                n]{co_await net::async_write(stream, net::buffer(block.data(), size), as_result)};
    if (error) co_return false;
    sent += size;
  }
  co_return true;
}

/// Ends our half and reads off what the client is still sending: closing on unread bytes would
/// reset the connection and take the answer with it.
net::awaitable<void> Server::Impl::say_goodbye(beast::tcp_stream& stream) {
  error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  stream.expires_after(linger);
  std::array<char, 4096> block;
  for (std::size_t read{0}; read < block_size * 16;) {
    auto const [error, n]{co_await stream.async_read_some(net::buffer(block), as_result)};
    if (error) co_return;
    read += n;
  }
}

net::awaitable<void> Server::Impl::repeat(std::chrono::seconds period, std::function<void()> work) {
  net::steady_timer timer{context};
  for (;;) {
    timer.expires_after(period);
    auto const [error]{co_await timer.async_wait(as_result)};
    if (error) co_return;
    work();
  }
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  auto const bad{[&] {
    return fail(ErrorCode::invalid_input,
                "not an address and port such as 127.0.0.1:8080: " + std::string{text});
  }};
  auto const colon{text.rfind(':')};
  if (colon == std::string_view::npos) return bad();
  auto host{text.substr(0, colon)};
  auto const digits{text.substr(colon + 1)};
  bool const bracketed{host.starts_with('[') && host.ends_with(']')};
  if (bracketed) host = host.substr(1, host.size() - 2);
  error_code error;
  auto const address{net::ip::make_address(std::string{host}, error)};
  if (error || address.is_v6() != bracketed) return bad();
  Endpoint endpoint{.address = std::string{host}};
  auto const read{std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port)};
  if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
    return bad();
  return endpoint;
}

Result<Server> Server::listen(Endpoint const& endpoint, Handler handler, Log log, Limits limits) {
  auto impl{std::make_unique<Impl>(std::move(handler), std::move(log), limits)};
  error_code error;
  auto const address{net::ip::make_address(endpoint.address, error)};
  if (error) return fail(ErrorCode::invalid_input, "no such address: " + endpoint.address);
  tcp::endpoint const local{address, endpoint.port};
  auto& acceptor{impl->acceptor};
  acceptor.open(local.protocol(), error);
  if (!error) acceptor.set_option(net::socket_base::reuse_address{true}, error);
  if (!error) acceptor.bind(local, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) {
    auto code{ErrorCode::io};
    if (error == net::error::address_in_use) code = ErrorCode::conflict;
    if (error == net::error::access_denied) code = ErrorCode::denied;
    return fail(code,
                fmt::format("listening on {} port {}: {}", endpoint.address, endpoint.port,
                            error.message()),
                error.value());
  }
  return Server{std::move(impl)};
}

Server::Server(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

std::uint16_t Server::port() const {
  error_code ignored;
  return impl_->acceptor.local_endpoint(ignored).port();
}

std::string Server::url() const {
  error_code ignored;
  auto const address{impl_->acceptor.local_endpoint(ignored).address()};
  auto const host{address.is_v6() ? "[" + address.to_string() + "]" : address.to_string()};
  return fmt::format("http://{}:{}/", host, port());
}

void Server::every(std::chrono::seconds period, std::function<void()> work) {
  net::co_spawn(impl_->context, impl_->repeat(period, std::move(work)), net::detached);
}

Result<void> Server::stop_on_signals() {
  error_code error;
  impl_->signals.add(SIGTERM, error);
  if (!error) impl_->signals.add(SIGINT, error);
  if (error) return fail(ErrorCode::io, "waiting for signals: " + error.message(), error.value());
  impl_->signals.async_wait([impl = impl_.get()](error_code failed, int) {
    if (!failed) impl->context.stop();
  });
  return {};
}

Result<void> Server::run() {
  net::co_spawn(impl_->context, impl_->accept(), net::detached);
  try {
    impl_->context.run();
  } catch (std::exception const& e) {
    return fail(ErrorCode::io, std::string{"serving: "} + e.what());
  }
  return {};
}

void Server::stop() {
  impl_->context.stop();
}

}  // namespace mingshi::hub::http
