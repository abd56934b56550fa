#include "hub/ceremony/words.hpp"

namespace mingshi::hub::words {

std::string role(std::string_view name) {
  if (name == "root") return "信任根";
  if (name == "targets") return "授权";
  if (name == "snapshot") return "快照";
  if (name == "timestamp") return "时间戳";
  if (name == "os") return "终端系统";
  constexpr std::string_view records{".records"};
  constexpr std::string_view decisions{".decisions"};
  if (name.ends_with(records))
    return "大厅 " + std::string{name.substr(0, name.size() - records.size())} + " 的记录";
  if (name.ends_with(decisions))
    return "大厅 " + std::string{name.substr(0, name.size() - decisions.size())} + " 的决定";
  return std::string{name};
}

std::string short_id(std::string_view key_id) {
  return std::string{key_id.substr(0, 12)};
}

}  // namespace mingshi::hub::words
