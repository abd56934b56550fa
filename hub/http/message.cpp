#include "hub/http/message.hpp"

namespace mingshi::hub::http {

Response plain(unsigned status, std::string_view text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = std::string{text} + "\n"};
}

}  // namespace mingshi::hub::http
