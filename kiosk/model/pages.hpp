#pragma once

#include "kiosk/model/screen_vm.hpp"
#include "kiosk/model/state.hpp"

namespace mingshi::kiosk {

// One view-model a page. view_model() chooses among them. @pre state.snapshot is not null

[[nodiscard]] ChromeVm chrome_vm(AppState const& state);
[[nodiscard]] AttractVm attract_vm(AppState const& state);
[[nodiscard]] HomeVm home_vm(AppState const& state);
[[nodiscard]] PageVm search_page(AppState const& state, page::Search const& page);
[[nodiscard]] PageVm results_page(AppState const& state, page::Results const& page);
[[nodiscard]] PageVm officer_page(AppState const& state, page::Officer const& page);
[[nodiscard]] PageVm procedure_page(AppState const& state, page::Procedure const& page);
[[nodiscard]] InspectionsVm inspections_vm(AppState const& state, page::Inspections const& page);
[[nodiscard]] PageVm decisions_page(AppState const& state, page::Decisions const& page);
[[nodiscard]] PageVm decision_page(AppState const& state, page::Decision const& page);
[[nodiscard]] PageVm list_page(AppState const& state, page::List const& page);
[[nodiscard]] TypesVm types_vm(AppState const& state, page::Types const& page);
[[nodiscard]] PageVm detail_page(AppState const& state, page::Detail const& page);

/// The open record is not on show any more.
[[nodiscard]] MessagePageVm withdrawn_page(AppState const& state);
/// The lease is over: people and decisions are not shown, and this says why and where to ask.
[[nodiscard]] MessagePageVm withheld_page(AppState const& state);
/// No generation has been opened yet.
[[nodiscard]] MessagePageVm no_data_page();
/// The type's label of a field; the name itself when the type does not declare it.
[[nodiscard]] std::string label_of(AppState const& state, std::string_view type,
                                   std::string_view field);
/// A field as people read it; a reference gives the title of what it refers to. "" when absent.
[[nodiscard]] std::string field_text(AppState const& state, domain::RecordType const& type,
                                     domain::PublicRecord const& record, std::string_view field);

}  // namespace mingshi::kiosk
