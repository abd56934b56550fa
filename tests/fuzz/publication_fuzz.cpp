/// The documents below the signatures, had the signatures failed: part heads, settings, media
/// lists, and op logs line by line. The first byte says which.

#include "core/publication/media_list.hpp"
#include "core/publication/op_log.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/settings.hpp"
#include "tests/fuzz/claim.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace publication = mingshi::publication;

namespace {

void read_head(std::string_view bytes) {
  auto const head{publication::parse_part_head(bytes)};
  if (!head) return;
  MS_CLAIM(head->sequence >= 1);
  auto const again{publication::parse_part_head(publication::format_part_head(*head))};
  MS_CLAIM(again && *again == *head);
}

void read_settings(std::string_view bytes) {
  auto const settings{publication::parse_settings(bytes)};
  if (!settings) return;
  auto const again{publication::parse_settings(publication::format_settings(*settings))};
  MS_CLAIM(again && *again == *settings);
}

void read_media_list(std::string_view bytes) {
  auto const media{publication::parse_media_list(bytes)};
  if (media) MS_CLAIM(publication::format_media_list(*media) == bytes);
}

void read_op_log(std::string_view bytes) {
  publication::OpLogParser parser{
      {.hall = "mingchuan", .part = publication::Part::records, .from = 1, .to = 2}};
  while (true) {
    auto const line{bytes.substr(0, bytes.find('\n'))};
    bool const was_over{parser.ended()};
    auto const op{parser.line(line)};
    if (!op) return;
    MS_CLAIM(!was_over);  // nothing follows the end
    if (line.size() == bytes.size()) return;
    bytes.remove_prefix(line.size() + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's signature
  std::string_view const bytes{reinterpret_cast<char const*>(data) + 1, size - 1};
  switch (*data) {
    case 'h':
      read_head(bytes);
      break;
    case 's':
      read_settings(bytes);
      break;
    case 'm':
      read_media_list(bytes);
      break;
    default:
      read_op_log(bytes);
  }
  return 0;
}
