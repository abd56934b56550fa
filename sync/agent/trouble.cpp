#include "sync/agent/trouble.hpp"

namespace mingshi::sync {
namespace {

std::string_view fetch_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
      return "not_published";
    case ErrorCode::corrupt:
      return "damaged";
    case ErrorCode::io:
      return "disk";
    default:
      return "unreachable";
  }
}

std::string_view trust_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input:
      return "malformed_metadata";
    case ErrorCode::denied:
      return "unsigned";
    case ErrorCode::conflict:
      return "rollback";
    case ErrorCode::timeout:
      return "expired";
    case ErrorCode::corrupt:
      return "damaged";
    case ErrorCode::unsupported:
      return "unsupported_format";
    case ErrorCode::not_found:
      return "no_such_hall";
    default:
      return "internal";
  }
}

std::string_view content_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::unsupported:
      return "unsupported_format";
    case ErrorCode::conflict:
      return "rollback";
    case ErrorCode::denied:
      return "wrong_hall";
    case ErrorCode::io:
      return "disk";
    default:
      return "damaged";
  }
}

}  // namespace

std::string_view trouble_code(Step step, ErrorCode code) {
  switch (step) {
    case Step::fetch:
      return fetch_code(code);
    case Step::trust:
      return trust_code(code);
    case Step::content:
      return content_code(code);
    case Step::review:
      return "unreviewed";
    case Step::pair:
      return "parts_apart";
    case Step::twin:
      return "other_content";
    case Step::terminal:
      return "disk";
  }
  return "internal";
}

}  // namespace mingshi::sync
