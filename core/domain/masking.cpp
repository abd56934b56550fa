#include "core/domain/masking.hpp"

#include <algorithm>
#include <array>

namespace mingshi::domain {
namespace {

constexpr std::array masking_items{std::string_view{"minor"},
                                   std::string_view{"natural_party_name"},
                                   std::string_view{"natural_identifier"},
                                   std::string_view{"identity_number"},
                                   std::string_view{"birth_date"},
                                   std::string_view{"biometrics"},
                                   std::string_view{"home_address"},
                                   std::string_view{"phone"},
                                   std::string_view{"email"},
                                   std::string_view{"health"},
                                   std::string_view{"bank_account"},
                                   std::string_view{"property_certificate"},
                                   std::string_view{"informant_name"}};

constexpr std::array compound_surnames{
    std::string_view{"欧阳"}, std::string_view{"太史"}, std::string_view{"端木"},
    std::string_view{"上官"}, std::string_view{"司马"}, std::string_view{"东方"},
    std::string_view{"独孤"}, std::string_view{"南宫"}, std::string_view{"万俟"},
    std::string_view{"闻人"}, std::string_view{"夏侯"}, std::string_view{"诸葛"},
    std::string_view{"尉迟"}, std::string_view{"公羊"}, std::string_view{"赫连"},
    std::string_view{"澹台"}, std::string_view{"皇甫"}, std::string_view{"宗政"},
    std::string_view{"濮阳"}, std::string_view{"公冶"}, std::string_view{"太叔"},
    std::string_view{"申屠"}, std::string_view{"公孙"}, std::string_view{"慕容"},
    std::string_view{"仲孙"}, std::string_view{"钟离"}, std::string_view{"长孙"},
    std::string_view{"宇文"}, std::string_view{"司徒"}, std::string_view{"鲜于"},
    std::string_view{"司空"}, std::string_view{"闾丘"}, std::string_view{"子车"},
    std::string_view{"亓官"}, std::string_view{"司寇"}, std::string_view{"巫马"},
    std::string_view{"公西"}, std::string_view{"颛孙"}, std::string_view{"壤驷"},
    std::string_view{"公良"}, std::string_view{"漆雕"}, std::string_view{"乐正"},
    std::string_view{"宰父"}, std::string_view{"谷梁"}, std::string_view{"拓跋"},
    std::string_view{"夹谷"}, std::string_view{"轩辕"}, std::string_view{"令狐"},
    std::string_view{"段干"}, std::string_view{"百里"}, std::string_view{"呼延"},
    std::string_view{"东郭"}, std::string_view{"南门"}, std::string_view{"羊舌"},
    std::string_view{"微生"}, std::string_view{"梁丘"}, std::string_view{"左丘"},
    std::string_view{"东门"}, std::string_view{"西门"}, std::string_view{"第五"}};

std::size_t length_of_first_character(std::string_view text) {
  std::size_t n{1};
  while (n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U) ++n;
  return n;
}

}  // namespace

MaskAction MaskingPolicy::action(std::string_view item) const {
  auto const found{actions.find(item)};
  return found == actions.end() ? MaskAction::hide : found->second;
}

MaskingPolicy default_masking_policy() {
  MaskingPolicy policy;
  for (auto const item : masking_items) policy.actions.emplace(item, MaskAction::hide);
  policy.actions["minor"] = MaskAction::refuse;
  policy.actions["natural_party_name"] = MaskAction::surname_only;
  return policy;
}

bool is_masking_item(std::string_view item) {
  return std::ranges::find(masking_items, item) != masking_items.end();
}

std::string surname_only(std::string_view name) {
  auto const compound{std::ranges::find_if(compound_surnames, [&](std::string_view surname) {
    return name.size() > surname.size() && name.starts_with(surname);
  })};
  auto const surname{compound == compound_surnames.end()
                         ? name.substr(0, length_of_first_character(name))
                         : *compound};
  return std::string{surname} + "某";
}

}  // namespace mingshi::domain
