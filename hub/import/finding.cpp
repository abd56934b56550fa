#include "hub/import/finding.hpp"

namespace mingshi::hub {

void Findings::add(Finding finding) {
  ++(finding.problem.severity == domain::Severity::error ? errors_ : warnings_);
  if (list_.size() < cap)
    list_.push_back(std::move(finding));
  else
    ++left_out_;
}

}  // namespace mingshi::hub
