#include "kiosk/app/witness.hpp"

#include "core/base/overload.hpp"
#include "core/publication/terminal.hpp"
#include "kiosk/model/roster.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace mingshi::kiosk {
namespace {

domain::ClockTrust clock_trust(trust::Confidence confidence) {
  switch (confidence) {
    case trust::Confidence::synced:
    case trust::Confidence::system:
      return domain::ClockTrust::trusted;
    case trust::Confidence::floor_only:
      return domain::ClockTrust::floor_only;
    case trust::Confidence::suspect_future:
      break;
  }
  return domain::ClockTrust::untrusted;
}

/// The start of a failure's text, at a whole character.
std::string start_of(std::string_view detail) {
  constexpr std::size_t most{500};
  auto end{std::min(detail.size(), most)};
  while (end > 0 && end < detail.size() &&
         (static_cast<unsigned char>(detail[end]) & 0xC0U) == 0x80U)
    --end;
  return std::string{detail.substr(0, end)};
}

std::string screen_of(Options const& options) {
  return options.role == TerminalRole::wall ? "wall" : "touch";
}

}  // namespace

std::optional<std::filesystem::path> receipts_folder(Options const& options) {
  if (options.shot) return std::nullopt;
  if (options.receipts) return options.receipts;
  std::error_code error;
  if (std::filesystem::exists(options.data / publication::database_name, error))
    return std::nullopt;  // a preview
  return publication::TerminalFolder{options.data}.receipts("kiosk");
}

Witness::Witness(Options const& options, Log const& log) : options_{options} {
  if (auto folder{receipts_folder(options)})
    evidence_ = std::make_unique<Evidence>(*std::move(folder), log);
}

Witness::~Witness() {
  for (auto const& one : tally_.at(time_.now + std::chrono::hours{1})) write(one);
}

MachineClock Witness::machine() const {
  if (options_.now) return {.now = *options_.now, .sync = ClockSync::unsynced, .up = {}};
  return read_machine_clock();
}

Tick Witness::tick(std::chrono::milliseconds since_touch) {
  time_ = clock_.read(machine());
  Tick const tick{
      .now = time_.now, .clock = clock_trust(time_.confidence), .since_touch = since_touch};
  state_.now = tick.now;
  state_.clock = tick.clock;
  for (auto const& one : tally_.at(tick.now)) write(one);
  look_at_lease();
  return tick;
}

void Witness::take(FeedMessage const& news) {
  auto const now{machine()};
  std::visit(
      Overload{
          [&](Loaded const& loaded) {
            clock_.learn(loaded.snapshot->issued, now);
            state_ = reduce(std::move(state_), SnapshotReady{loaded.snapshot});
            for (auto const& id : loaded.withdrawn)
              write(receipt_of(receipt::Kind::withdrawn, id, {{"screen", screen_of(options_)}}));
          },
          [&](FreshnessKnown const& known) {
            clock_.learn(known.as_of, now);
            if (known.time_floor && known.time_floor != floor_told_) {
              floor_told_ = known.time_floor;
              clock_.recall(*known.time_floor, now);
            }
            state_ = reduce(std::move(state_), known);
          },
          [&](LoadFailed const& failed) {
            write(receipt_of(receipt::Kind::fault, std::string{name_of(failed.code)},
                             {{"screen", screen_of(options_)}, {"what", start_of(failed.detail)}}));
          }},
      news);
}

void Witness::opened(std::string_view record) {
  if (state_.snapshot != nullptr) tally_.opened(record, state_.snapshot->sequence);
}

void Witness::shown(ShownSlide const& slide) {
  write(receipt_of(receipt::Kind::shown, slide.content,
                   {{"screen", screen_of(options_)},
                    {"seconds", std::int64_t{slide.stood.count()}},
                    {"records", slide.records}}));
}

void Witness::look_at_lease() {
  bool const over{state_.snapshot != nullptr && lease_over(state_)};
  if (over == std::exchange(hidden_, over) || !over) return;
  receipt::Facts detail{{"as_of", iso_instant(state_.as_of)}};
  if (state_.lease_until) detail.emplace("lease_until", iso_instant(*state_.lease_until));
  write(receipt_of(receipt::Kind::hidden_by_lease, "generation", std::move(detail)));
}

receipt::Receipt Witness::receipt_of(receipt::Kind kind, std::string subject,
                                     receipt::Facts detail) const {
  receipt::Receipt receipt;
  receipt.kind = kind;
  receipt.at = state_.now;
  receipt.confidence = time_.confidence;
  if (state_.snapshot != nullptr) {
    receipt.hall = state_.snapshot->hall.id;
    receipt.sequence = state_.snapshot->sequence;
  }
  receipt.subject = std::move(subject);
  receipt.detail = std::move(detail);
  return receipt;
}

void Witness::write(receipt::Receipt receipt) {
  if (evidence_ != nullptr) evidence_->write(std::move(receipt));
}

/// Its time is the end of its hour: no finer one is written down.
void Witness::write(Opened const& opened) {
  auto receipt{receipt_of(receipt::Kind::shown, opened.id,
                          {{"screen", screen_of(options_)},
                           {"hour", iso_instant(opened.hour)},
                           {"opened", opened.times}})};
  receipt.at = opened.hour + std::chrono::hours{1};
  receipt.sequence = opened.sequence;
  write(std::move(receipt));
}

}  // namespace mingshi::kiosk
