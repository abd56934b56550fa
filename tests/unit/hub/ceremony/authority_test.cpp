#include "hub/ceremony/authority.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/inspect.hpp"

#include <string>

namespace mingshi::hub {
namespace {

using trust::Role;
using namespace std::chrono_literals;
constexpr Instant monday{Day{2026y / 11 / 23} + 6h};

KeyCard card(std::string name, crypto::Scheme scheme = crypto::Scheme::ed25519) {
  auto const key{crypto::SigningKey::generate(scheme)};
  REQUIRE(key);
  return {.name = std::move(name), .holder = {}, .made = monday, .key = trust::public_key(*key)};
}

std::map<Role, KeyGroup> groups() {
  return {{Role::root, {.keys = {card("r1"), card("r2"), card("r3")}, .threshold = 2}},
          {Role::targets, {.keys = {card("t1"), card("t2")}, .threshold = 2}},
          {Role::snapshot, {.keys = {card("s")}}},
          {Role::timestamp, {.keys = {card("ts")}}}};
}

template <typename T>
void refused(Result<T> const& result, std::string_view words) {
  REQUIRE_FALSE(result);
  CHECK(result.error().code() == ErrorCode::invalid_input);
  INFO(result.error().detail());
  CHECK(result.error().detail().contains(words));
}

TEST_CASE("authority: root and targets name whom they are given, and nobody else", "[ceremony]") {
  auto const root{first_root(groups(), monday)};
  REQUIRE(root);
  CHECK(root->version == 1);
  CHECK(root->keys.size() == 7);
  CHECK(root->roles.at(Role::root).threshold == 2);
  auto const publisher{card("zhang")};
  auto const reviewer{card("li")};
  auto const targets{with_hall(first_targets(monday), {"mingchuan", publisher, reviewer})};
  REQUIRE(targets);
  CHECK(targets->files.empty());
  CHECK(check_authority(*root, *targets));
  auto const* const decisions{targets->delegations->find("mingchuan.decisions")};
  REQUIRE(decisions != nullptr);
  CHECK(decisions->keys.threshold == 2);
  CHECK(decisions->keys.key_ids == std::vector<std::string>{publisher.id(), reviewer.id()});
  CHECK(decisions->paths == std::vector<std::string>{"mingchuan/decisions"});
  CHECK(decisions->terminating);
  // Another publisher takes the place of the first, whose key is then nobody's.
  auto const next{with_hall(*targets, {"mingchuan", card("wang"), reviewer})};
  REQUIRE(next);
  CHECK(next->delegations->roles.size() == 2);
  CHECK_FALSE(next->delegations->keys.contains(publisher.id()));
}

TEST_CASE("authority: nobody reviews what he publishes, whatever the files say",
          "[ceremony][errors]") {
  auto const root{first_root(groups(), monday)};
  REQUIRE(root);
  auto const one{card("zhang")};
  refused(with_hall(first_targets(monday), {"mingchuan", one, one}), "同一把密钥");
  auto targets{with_hall(first_targets(monday), {"mingchuan", one, card("li")})};
  REQUIRE(targets);
  auto more{*targets};
  auto const third{card("wang")};
  more.delegations->keys.emplace(third.id(), third.key);
  more.delegations->roles[1].keys.key_ids.push_back(third.id());
  refused(check_authority(*root, more), "正好是一把发布员密钥和一把法制审核员密钥");
  auto fewer{*targets};
  fewer.delegations->roles[1].keys.threshold = 1;
  refused(check_authority(*root, fewer), "两把都要签");
  auto turned{*targets};
  std::swap(turned.delegations->roles[1].keys.key_ids[0],
            turned.delegations->roles[1].keys.key_ids[1]);
  refused(check_authority(*root, turned), "一把密钥只任一职");
  auto foreign{*targets};
  foreign.delegations->roles[0].name = "anybody";
  refused(check_authority(*root, foreign), "不认识的授权");
}

TEST_CASE("authority: online keys sign nothing else, and SM2 never stands alone",
          "[ceremony][errors]") {
  auto both{groups()};
  both[Role::root].keys.push_back(both[Role::timestamp].keys.front());
  refused(first_root(both, monday), "一把密钥只任一职");
  auto sm2{groups()};
  sm2[Role::snapshot].keys = {card("sm2", crypto::Scheme::sm2_sm3)};
  refused(first_root(sm2, monday), "SM2 只能作为附加密钥");
  sm2[Role::snapshot].keys.push_back(card("s2"));
  CHECK(first_root(sm2, monday));
}

TEST_CASE("authority: a threshold nobody can meet, or a key twice, is refused",
          "[ceremony][errors]") {
  for (std::int64_t const threshold : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{4}}) {
    auto wrong{groups()};
    wrong[Role::root].threshold = threshold;
    refused(first_root(wrong, monday), "签名数只能是 1 到 3");
  }
  auto twice{groups()};
  twice[Role::root].keys[1] = twice[Role::root].keys[0];
  twice[Role::root].keys[1].name = "again";
  refused(first_root(twice, monday), "出现了两次");
  auto none{groups()};
  none.erase(Role::timestamp);
  refused(first_root(none, monday), "时间戳没有密钥");
}

TEST_CASE("authority: a revoked key goes from every role, or the role says it needs another",
          "[ceremony]") {
  auto const given{groups()};
  auto const root{first_root(given, monday)};
  REQUIRE(root);
  auto const targets{first_targets(monday)};
  auto const lost{given.at(Role::root).keys[0].id()};
  auto const fewer{replace_key(*root, targets, lost, std::nullopt, monday)};
  REQUIRE(fewer);
  REQUIRE(fewer->root);
  CHECK(fewer->root->version == 2);
  CHECK(fewer->root->roles.at(Role::root).key_ids.size() == 2);
  CHECK_FALSE(fewer->root->keys.contains(lost));
  CHECK_FALSE(fewer->targets);
  auto const needed{given.at(Role::targets).keys[0].id()};
  refused(replace_key(*root, targets, needed, std::nullopt, monday), "--by");
  auto const by{card("t3")};
  auto const replaced{replace_key(*root, targets, needed, by, monday)};
  REQUIRE(replaced);
  CHECK(replaced->targets->version == 2);  // to be signed by the new keys
  auto const unknown{replace_key(*root, targets, by.id(), std::nullopt, monday)};
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code() == ErrorCode::not_found);
}

TEST_CASE("inspect: it says in words who may sign what and until when", "[ceremony]") {
  auto const root{first_root(groups(), monday)};
  REQUIRE(root);
  auto const publisher{card("zhang")};
  auto const targets{with_hall(first_targets(monday), {"mingchuan", publisher, card("li")})};
  REQUIRE(targets);
  auto const text{describe(*root, {}, monday) +
                  describe(*targets, {{publisher.id(), "张三（发布员）"}}, monday)};
  CHECK(text.contains("信任根　第 1 版，2028-11-22 14:00 前有效（还有 730 天）"));
  CHECK(text.contains("更换信任根：3 把密钥中任意 2 把"));
  CHECK(text.contains("大厅 mingchuan 的决定（发布员、法制审核员）：2 把密钥都要签"));
  CHECK(text.contains("张三（发布员）"));
  CHECK(describe_term(monday, monday + 1h).contains("过期"));
}

}  // namespace
}  // namespace mingshi::hub
