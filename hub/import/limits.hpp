#pragma once

#include <cstddef>

namespace mingshi::hub {

/// How much a file may ask of us. A clerk's table is far below each of these; a file made to
/// exhaust the server is not.
struct Limits {
  std::size_t file_bytes{std::size_t{64} << 20};    ///< as it lies on the disk
  std::size_t entries{4096};                        ///< parts in the zip
  std::size_t entry_bytes{std::size_t{128} << 20};  ///< one part unpacked
  std::size_t total_bytes{std::size_t{256} << 20};  ///< all parts unpacked
  std::size_t ratio{250};                           ///< unpacked : packed, for parts over 1 MiB
  std::size_t xml_depth{64};
  std::size_t rows{100'000};
  std::size_t columns{512};
  std::size_t cells{2'000'000};
  std::size_t text_bytes{std::size_t{256} << 20};  ///< of all cells, each as often as it is used
  std::size_t cell_bytes{std::size_t{1} << 20};
  std::size_t text_file_bytes{std::size_t{2} << 20};  ///< a text named by "@path"
  std::size_t picture_bytes{std::size_t{5} << 20};
};

}  // namespace mingshi::hub
