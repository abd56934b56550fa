#include "sync/fetch/hints.hpp"

#include "sync/fetch/curl.hpp"
#include "sync/fetch/pace.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace mingshi::sync {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Time = steady_clock::time_point;

/// A stream is begun anew after this long, and read no faster than this.
constexpr long longest_stream{3600};      // seconds
constexpr curl_off_t fastest_read{4096};  // bytes a second
/// A stream that lasted this long before it broke was a good one.
constexpr std::chrono::minutes good_stream{1};

bool readable(int fd) {
  if (fd < 0) return false;
  pollfd look{.fd = fd, .events = POLLIN, .revents = 0};
  return ::poll(&look, 1, 0) > 0;
}

}  // namespace

bool EventLines::feed(std::string_view bytes) {
  bool found{false};
  for (char const c : bytes) {
    if (c == '\n' || c == '\r') {
      found = found || matched_ == field_.size();
      matched_ = 0;
      in_line_ = false;
    } else if (!in_line_ && matched_ < field_.size()) {
      in_line_ = c != field_[matched_];
      matched_ = in_line_ ? 0 : matched_ + 1;
    }
  }
  return found;
}

/// The connection to the server, made anew when it breaks.
struct HintListener::Stream {
  explicit Stream(HintOptions of) : options{std::move(of)}, gate{options.least_gap} {
    headers.reset(curl_slist_append(nullptr, "Accept: text/event-stream"));
    multi.reset(curl_multi_init());
  }
  Stream(Stream const&) = delete;
  Stream& operator=(Stream const&) = delete;
  ~Stream() { disconnect(); }

  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user);
  void connect(Time now);
  void disconnect();
  /// Reads what has come, and sees to it that there is a connection, or will be one.
  void turn(Time now);
  void broken(Time now);

  CurlLibrary library;  // first to come, last to go
  HintOptions options;
  RateGate gate;
  HeaderList headers;
  MultiHandle multi;
  EasyHandle easy;
  EventLines lines;
  int failures{0};
  Time connected{};
  Time next_try{Time::min()};
};

std::size_t HintListener::Stream::on_body(char* data, std::size_t size, std::size_t count,
                                          void* user) {
  auto& self{*static_cast<Stream*>(user)};
  long status{0};
  curl_easy_getinfo(self.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) return CURL_WRITEFUNC_ERROR;
  if (self.lines.feed({data, size * count})) self.gate.event();
  return size * count;
}

void HintListener::Stream::connect(Time now) {
  easy.reset(curl_easy_init());
  auto* const c{easy.get()};
  if (c == nullptr) return;
  HttpOptions http;
  http.proxy = options.proxy;
  set_common_options(c, http);
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, 0L);  // silence is what most of it is
  curl_easy_setopt(c, CURLOPT_TIMEOUT, longest_stream);
  curl_easy_setopt(c, CURLOPT_MAX_RECV_SPEED_LARGE, fastest_read);
  curl_easy_setopt(c, CURLOPT_BUFFERSIZE, static_cast<long>(fastest_read));
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(c, CURLOPT_URL, options.url.c_str());
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &Stream::on_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, this);
  lines = {};
  connected = now;
  curl_multi_add_handle(multi.get(), c);
}

void HintListener::Stream::disconnect() {
  if (easy) curl_multi_remove_handle(multi.get(), easy.get());
  easy.reset();
}

void HintListener::Stream::broken(Time now) {
  disconnect();
  failures = now - connected >= good_stream ? 1 : failures + 1;
  next_try = now + backoff(failures, options.dice ? options.dice() : 0.5);
}

void HintListener::Stream::turn(Time now) {
  if (!easy && now >= next_try) connect(now);
  if (!easy) return;
  int running{0};
  curl_multi_perform(multi.get(), &running);
  int left{0};
  bool ended{false};
  while (auto const* message{curl_multi_info_read(multi.get(), &left)})
    ended = ended || message->msg == CURLMSG_DONE;
  if (ended) broken(now);
}

HintListener::HintListener(std::unique_ptr<Stream> stream) : stream_{std::move(stream)} {}
HintListener::~HintListener() = default;

Result<std::unique_ptr<HintListener>> HintListener::open(HintOptions options) {
  if (!options.url.starts_with("http://") && !options.url.starts_with("https://"))
    return fail(ErrorCode::invalid_input, "not the address of an event stream: " + options.url);
  auto stream{std::make_unique<Stream>(std::move(options))};
  if (!stream->library.started() || !stream->multi)
    return fail(ErrorCode::unsupported, "libcurl does not start");
  return std::unique_ptr<HintListener>{new HintListener{std::move(stream)}};
}

Woke HintListener::wait(milliseconds time, int wake_fd) {
  constexpr milliseconds glance{1000};  // how soon a broken stream is tried again
  auto const until{steady_clock::now() + time};
  for (;;) {
    auto const now{steady_clock::now()};
    stream_->turn(now);
    if (readable(wake_fd)) return Woke::interrupted;
    if (stream_->gate.take(now)) return Woke::hint;
    if (now >= until) return Woke::elapsed;
    auto end{std::min(until, now + glance)};
    if (auto const due{stream_->gate.due()}) end = std::min(end, *due);
    auto const left{std::chrono::ceil<milliseconds>(end - now)};
    curl_waitfd wake{.fd = wake_fd, .events = CURL_WAIT_POLLIN, .revents = 0};
    curl_multi_poll(stream_->multi.get(), &wake, wake_fd < 0 ? 0 : 1,
                    static_cast<int>(left.count()), nullptr);
  }
}

}  // namespace mingshi::sync
