#include "core/base/overload.hpp"
#include "kiosk/model/pages.hpp"
#include "kiosk/model/state.hpp"

#include <utility>

namespace mingshi::kiosk {
namespace {

PageVm page_vm(AppState const& state) {
  if (state.snapshot == nullptr) return no_data_page();
  if (state.stack.empty()) return attract_vm(state);
  return std::visit(
      Overload{[&](page::Home const&) -> PageVm { return home_vm(state); },
               [&](page::Search const& p) -> PageVm { return search_page(state, p); },
               [&](page::Results const& p) -> PageVm { return results_page(state, p); },
               [&](page::Officer const& p) -> PageVm { return officer_page(state, p); },
               [&](page::Procedure const& p) -> PageVm { return procedure_page(state, p); },
               [&](page::Inspections const& p) -> PageVm { return inspections_vm(state, p); },
               [&](page::Decisions const& p) -> PageVm { return decisions_page(state, p); },
               [&](page::Decision const& p) -> PageVm { return decision_page(state, p); },
               [&](page::List const& p) -> PageVm { return list_page(state, p); },
               [&](page::Types const& p) -> PageVm { return types_vm(state, p); },
               [&](page::Detail const& p) -> PageVm { return detail_page(state, p); }},
      state.stack.back());
}

}  // namespace

ScreenVm view_model(AppState const& state) {
  return {.chrome = chrome_vm(state),
          .page = page_vm(state),
          .motion = state.motion,
          .visit = state.visit};
}

}  // namespace mingshi::kiosk
