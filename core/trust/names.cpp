#include "core/trust/names.hpp"

#include "core/crypto/crypto.hpp"

#include <fmt/format.h>

#include <iterator>

namespace mingshi::trust {
namespace {

constexpr std::size_t longest_file_name{255};  ///< @unit bytes; of every file system we meet
constexpr std::size_t hash_digits{64};
constexpr std::string_view letters_and_digits{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"};

std::string escaped(std::string_view text, std::string_view marks) {
  std::string out;
  for (char const c : text) {
    bool const plain{letters_and_digits.contains(c) || marks.contains(c)};
    if (plain)
      out += c;
    else
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

/// "." and ".." mean another folder wherever a path is read.
bool is_dots(std::string_view segment) {
  return segment == "." || segment == "..";
}

std::string escaped_dots(std::string_view segment) {
  return segment == "." ? "%2E" : "%2E%2E";
}

}  // namespace

std::string escaped_role(std::string_view role) {
  return escaped(role, "_.-~");
}

std::string metadata_file_name(std::string_view role, std::optional<std::int64_t> version) {
  if (!version) return escaped_role(role) + ".json";
  return fmt::format("{}.{}.json", *version, escaped_role(role));
}

std::string target_file_name(std::string_view path) {
  if (is_dots(path)) return escaped_dots(path);
  auto name{escaped(path, "_.-~")};
  if (name.size() <= longest_file_name) return name;
  name.resize(longest_file_name - 1 - hash_digits);
  return name + "=" + crypto::sha256(path);
}

std::string target_url_path(std::string_view path, std::optional<std::string_view> hash) {
  std::string url;
  while (true) {
    auto const slash{path.find('/')};
    bool const last{slash == std::string_view::npos};
    auto const segment{path.substr(0, slash)};
    if (last && hash) url.append(*hash).append(".");
    url += is_dots(segment) && !(last && hash) ? escaped_dots(segment)
                                               : escaped(segment, "_.-~%!$&'()*+,;=:@");
    if (last) return url;
    url += '/';
    path.remove_prefix(slash + 1);
  }
}

}  // namespace mingshi::trust
