#include "sync/agent/telling.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace mingshi::sync {
namespace {

using receipt::Kind;

/// Every receipt that can be read; none when there is no spool yet.
std::vector<receipt::Entry> all_entries(std::filesystem::path const& folder) {
  auto entries{receipt::read(folder, 0, std::numeric_limits<std::size_t>::max())};
  return entries ? *std::move(entries) : std::vector<receipt::Entry>{};
}

}  // namespace

std::vector<Statement> statements_for(Heads const& heads, std::int64_t confirmed,
                                      std::function<bool(std::string_view id)> const& present) {
  auto const sequence{heads.records.sequence};
  std::vector<Statement> statements;
  std::map<std::string_view, std::int64_t> withdrawn;
  if (confirmed > 0)
    for (auto const* head : {&heads.records, &heads.decisions})
      for (auto const& one : head->withdrawn)
        if (one.sequence > confirmed) withdrawn[one.id] = std::max(withdrawn[one.id], one.sequence);
  for (auto const& [id, since] : withdrawn)
    if (!present(id))
      statements.push_back({.kind = Kind::withdrawn,
                            .sequence = sequence,
                            .subject = std::string{id},
                            .detail = {{"withdrawn_in", since}}});
  statements.push_back({.kind = Kind::applied,
                        .sequence = sequence,
                        .subject = "generation",
                        .detail = {{"records", crypto::sha256(heads.records_bytes)},
                                   {"decisions", crypto::sha256(heads.decisions_bytes)}}});
  return statements;
}

Result<void> Teller::tell(Statement const& statement, trust::TrustedTime const& time) {
  if (!spool_) {
    MS_TRY(make_folders(folder_));
    spool_ = MS_TRY(receipt::Spool::open(folder_));
  }
  receipt::Receipt const said{.id = MS_TRY(receipt::new_id(time.now)),
                              .kind = statement.kind,
                              .at = time.now,
                              .confidence = time.confidence,
                              .hall = hall_,
                              .terminal = {},
                              .sequence = statement.sequence,
                              .subject = statement.subject,
                              .detail = statement.detail};
  auto const written{spool_->append(said, receipt::Durability::now)};
  if (written) return {};
  spool_.reset();
  return std::unexpected{written.error()};
}

Result<void> Teller::tell_missing(std::vector<Statement> const& statements,
                                  trust::TrustedTime const& time) {
  std::set<std::tuple<Kind, std::int64_t, std::string>> there;
  for (auto const& [position, said] : all_entries(folder_))
    there.emplace(said.kind, said.sequence, said.subject);
  for (auto const& statement : statements)
    if (!there.contains({statement.kind, statement.sequence, statement.subject}))
      MS_TRY(tell(statement, time));
  return {};
}

std::int64_t Teller::last_applied() const {
  std::int64_t last{0};
  for (auto const& [position, said] : all_entries(folder_))
    if (said.kind == Kind::applied) last = std::max(last, said.sequence);
  return last;
}

}  // namespace mingshi::sync
