// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace sfsim {

// Which field of a lead goes to which of another record, as in an org that maps no others.
struct LeadMapping {
  std::string_view from;
  std::string_view to;
};
inline constexpr std::array<LeadMapping, 14> kLeadToAccount = {
    {{"Company", "Name"},
     {"Street", "BillingStreet"},
     {"City", "BillingCity"},
     {"State", "BillingState"},
     {"PostalCode", "BillingPostalCode"},
     {"Country", "BillingCountry"},
     {"Phone", "Phone"},
     {"Fax", "Fax"},
     {"Website", "Website"},
     {"Industry", "Industry"},
     {"Rating", "Rating"},
     {"AnnualRevenue", "AnnualRevenue"},
     {"NumberOfEmployees", "NumberOfEmployees"},
     {"LeadSource", "AccountSource"}}};
inline constexpr std::array<LeadMapping, 18> kLeadToContact = {
    {{"Salutation", "Salutation"},
     {"FirstName", "FirstName"},
     {"LastName", "LastName"},
     {"Title", "Title"},
     {"Street", "MailingStreet"},
     {"City", "MailingCity"},
     {"State", "MailingState"},
     {"PostalCode", "MailingPostalCode"},
     {"Country", "MailingCountry"},
     {"Phone", "Phone"},
     {"MobilePhone", "MobilePhone"},
     {"Fax", "Fax"},
     {"Email", "Email"},
     {"LeadSource", "LeadSource"},
     {"Description", "Description"},
     {"DoNotCall", "DoNotCall"},
     {"HasOptedOutOfEmail", "HasOptedOutOfEmail"},
     {"HasOptedOutOfFax", "HasOptedOutOfFax"}}};
inline constexpr std::array<LeadMapping, 1> kLeadToOpportunity = {{{"LeadSource", "LeadSource"}}};

}  // namespace sfsim
