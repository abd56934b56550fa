#include "sync/fetch/http_source.hpp"

#include "sync/fetch/curl.hpp"
#include "sync/fetch/object_fetch.hpp"
#include "sync/fetch/part_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace mingshi::sync {
namespace {

using std::chrono::steady_clock;

/// How often a document is asked for before a failure on the way is one.
constexpr int document_tries{2};

/// Reads a small document into memory.
class DocumentReader final : public Receiver {
 public:
  DocumentReader(std::size_t cap, bool known) : cap_{cap}, known_{known} {}

  Result<void> head(ResponseHead const& head) override {
    comes_ = MS_TRY(document_comes(head, static_cast<std::int64_t>(cap_), known_));
    etag_ = head.etag;
    return {};
  }
  Result<void> body(std::string_view bytes) override {
    if (bytes.size() > cap_ - bytes_.size())
      return fail(ErrorCode::corrupt, "longer than it may be");
    bytes_ += bytes;
    return {};
  }
  [[nodiscard]] bool comes() const { return comes_; }
  [[nodiscard]] std::string const& etag() const { return etag_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::size_t cap_;
  bool known_;
  bool comes_{false};
  std::string etag_;
  std::string bytes_;
};

/// An ETag, weak ones too, that can be sent back as it is.
bool can_be_named(std::string_view etag) {
  return is_strong_etag(etag.starts_with("W/") ? etag.substr(2) : etag);
}

/// Does it help to ask for the other objects when one could not be had?
bool others_may_come(Error const& error) {
  return error.code() == ErrorCode::not_found || error.code() == ErrorCode::corrupt;
}

}  // namespace

/// libcurl with the requests that are under way, and the speed they share.
struct HttpSource::Engine {
  explicit Engine(HttpOptions const& of) : options{of}, multi{curl_multi_init()} {
    auto const most{static_cast<long>(options.parallel)};
    curl_multi_setopt(multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, most);
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, most);
  }
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;
  ~Engine() {
    for (auto* request : under_way) curl_multi_remove_handle(multi.get(), request->handle());
  }

  struct Finished {
    Request* request;
    CURLcode code;
  };
  [[nodiscard]] Result<void> start(Request& request) {
    if (auto const code{curl_multi_add_handle(multi.get(), request.handle())}; code != CURLM_OK)
      return fail(ErrorCode::unsupported, curl_multi_strerror(code), code);
    under_way.push_back(&request);
    return {};
  }
  void stop(Request& request) {
    curl_multi_remove_handle(multi.get(), request.handle());
    std::erase(under_way, &request);
  }
  /// Moves bytes until a request is through, and takes that one out.
  /// @errors cancelled
  [[nodiscard]] Result<Finished> next();
  [[nodiscard]] std::optional<Finished> finished();
  void set_speed();
  /// Lets those go on that the speed limit held back, the one that waited longest first: one that
  /// is held back for minutes is cut off by its server.
  void go_on();

  CurlLibrary library;  // first to come, last to go
  HttpOptions options;
  MultiHandle multi;
  Throttle throttle;
  std::optional<steady_clock::time_point> speed_set;
  std::vector<Request*> under_way;
};

void HttpSource::Engine::set_speed() {
  if (!options.speed_limit) return;
  auto const now{steady_clock::now()};
  if (speed_set && now - *speed_set < std::chrono::seconds{1}) return;
  speed_set = now;
  throttle.limit(options.speed_limit(), now);
}

void HttpSource::Engine::go_on() {
  auto const in_order{under_way};
  for (auto* request : in_order) {
    if (!request->resume_if_open()) continue;
    std::erase(under_way, request);
    under_way.push_back(request);
  }
}

std::optional<HttpSource::Engine::Finished> HttpSource::Engine::finished() {
  int left{0};
  while (auto const* message{curl_multi_info_read(multi.get(), &left)}) {
    if (message->msg != CURLMSG_DONE) continue;
    auto* const curl{message->easy_handle};
    auto const code{message->data.result};  // `message` goes with the handle
    auto const found{std::ranges::find(under_way, curl, &Request::handle)};
    if (found == under_way.end()) continue;
    Finished const done{.request = *found, .code = code};
    stop(*done.request);
    return done;
  }
  return std::nullopt;
}

Result<HttpSource::Engine::Finished> HttpSource::Engine::next() {
  constexpr int glance{200};   // milliseconds: how soon a request to stop is seen
  constexpr int breather{20};  // while the speed limit holds something back
  for (;;) {
    if (options.stop_requested && options.stop_requested())
      return fail(ErrorCode::cancelled, "stopped");
    set_speed();
    go_on();
    int running{0};
    curl_multi_perform(multi.get(), &running);
    if (auto const done{finished()}) return *done;
    bool const held{std::ranges::any_of(under_way, &Request::paused)};
    curl_multi_poll(multi.get(), nullptr, 0, held ? breather : glance, nullptr);
  }
}

/// The downloads of one call.
class HttpSource::Batch {
 public:
  Batch(HttpSource& source, std::span<Download const> downloads)
      : source_{source}, waiting_{downloads} {}
  Batch(Batch const&) = delete;
  Batch& operator=(Batch const&) = delete;
  ~Batch() {
    for (auto const& one : active_)
      if (one->request) source_.engine_->stop(*one->request);
  }

  [[nodiscard]] Result<void> run() {
    for (;;) {
      MS_TRY(fill_up());
      if (active_.empty()) break;
      MS_TRY(take_one());
    }
    if (first_) return std::unexpected{*first_};
    return {};
  }

 private:
  struct Active final : Receiver {
    Active(ObjectFetch f, std::string u) : fetch{std::move(f)}, url{std::move(u)} {}
    Result<void> head(ResponseHead const& head) override { return fetch.head(head); }
    Result<void> body(std::string_view bytes) override { return fetch.body(bytes); }
    ObjectFetch fetch;
    std::string url;
    std::unique_ptr<Request> request;
  };

  [[nodiscard]] Result<void> fill_up();
  [[nodiscard]] Result<void> take_one();
  [[nodiscard]] Result<void> ask(Active& one);
  [[nodiscard]] Result<void> failed(Error const& error);

  HttpSource& source_;
  std::span<Download const> waiting_;
  std::vector<std::unique_ptr<Active>> active_;
  std::optional<Error> first_;  ///< the first failure that others survive
};

Result<void> HttpSource::Batch::ask(Active& one) {
  one.request = std::make_unique<Request>(source_.options_, source_.engine_->throttle, one.url,
                                          one.fetch.begin_request(), one);
  return source_.engine_->start(*one.request);
}

Result<void> HttpSource::Batch::failed(Error const& error) {
  if (!others_may_come(error)) return std::unexpected{error};
  if (!first_) first_ = error;
  return {};
}

Result<void> HttpSource::Batch::fill_up() {
  while (!waiting_.empty() && active_.size() < source_.options_.parallel) {
    auto const& what{waiting_.front()};
    waiting_ = waiting_.subspan(1);
    if (is_done(what)) continue;
    auto part{MS_TRY(PartFile::open(what))};
    auto one{std::make_unique<Active>(ObjectFetch{std::move(part), what.size},
                                      fmt::format("{}{}", source_.options_.base_url, what.path))};
    // All of it came before, but the process ended: nothing needs to be asked.
    if (one->fetch.whole()) {
      auto const next{one->fetch.after({}, {})};
      if (!next) MS_TRY(failed(next.error()));
      if (!next || *next == ObjectFetch::Next::done) continue;
    }
    active_.push_back(std::move(one));
    MS_TRY(ask(*active_.back()));
  }
  return {};
}

Result<void> HttpSource::Batch::take_one() {
  auto const done{MS_TRY(source_.engine_->next())};
  auto const found{std::ranges::find_if(
      active_, [&](auto const& one) { return one->request.get() == done.request; })};
  if (found == active_.end()) return {};
  auto& one{**found};
  auto const outcome{one.request->outcome(done.code)};
  auto const wait{one.request->retry_after()};
  one.request.reset();
  auto const next{one.fetch.after(outcome, wait)};
  if (next && *next == ObjectFetch::Next::again) return ask(one);
  active_.erase(found);
  if (next) return {};
  source_.retry_after_ = wait;
  return failed(next.error());
}

bool is_repository_url(std::string_view url) {
  bool const web{url.starts_with("http://") || url.starts_with("https://")};
  auto const host{url.find("://") + 3};
  return web && url.find_first_of("?# \t\r\n") == std::string_view::npos && host < url.size() &&
         url[host] != '/';
}

HttpSource::HttpSource(HttpOptions options, std::unique_ptr<Engine> engine)
    : options_{std::move(options)}, engine_{std::move(engine)} {}
HttpSource::~HttpSource() = default;

Result<std::unique_ptr<HttpSource>> HttpSource::open(HttpOptions options) {
  if (!is_repository_url(options.base_url))
    return fail(ErrorCode::invalid_input,
                fmt::format("not the address of a repository: {}", options.base_url));
  if (!options.base_url.ends_with('/')) options.base_url += '/';
  options.parallel = std::max<std::size_t>(options.parallel, 1);
  auto engine{std::make_unique<Engine>(options)};
  if (!engine->library.started() || !engine->multi)
    return fail(ErrorCode::unsupported, "libcurl does not start");
  return std::unique_ptr<HttpSource>{new HttpSource{std::move(options), std::move(engine)}};
}

Result<Document> HttpSource::get_once(std::string const& url, std::size_t cap,
                                      std::string_view known_version) {
  bool const known{can_be_named(known_version)};
  std::vector<std::string> headers;
  if (known) headers.push_back(fmt::format("If-None-Match: {}", known_version));
  DocumentReader reader{cap, known};
  Request request{options_, engine_->throttle, url, headers, reader};
  MS_TRY(engine_->start(request));
  auto const done{engine_->next()};
  if (!done) {
    engine_->stop(request);
    return std::unexpected{done.error()};
  }
  auto const outcome{request.outcome(done->code)};
  retry_after_ = outcome ? std::nullopt : request.retry_after();
  if (!outcome) return std::unexpected{outcome.error()};
  if (!reader.comes())
    return Document{.bytes = std::nullopt, .version = std::string{known_version}};
  return Document{.bytes = reader.take(),
                  .version = can_be_named(reader.etag()) ? reader.etag() : std::string{}};
}

Result<Document> HttpSource::get(std::string_view path, std::size_t cap,
                                 std::string_view known_version) {
  auto const url{fmt::format("{}{}", options_.base_url, path)};
  for (int tries{1};; ++tries) {
    auto document{get_once(url, cap, known_version)};
    if (document || tries == document_tries || retry_after_ ||
        document.error().code() != ErrorCode::network)
      return document;
  }
}

Result<void> HttpSource::download_all(std::span<Download const> downloads) {
  retry_after_.reset();
  return Batch{*this, downloads}.run();
}

}  // namespace mingshi::sync
