# SPDX-License-Identifier: GPL-3.0-or-later
# Two quarters and a points file: the caseload, what became of every row, and nothing that identifies anybody.
cat >q3.csv <<END
Reporting Period End Date,LA Person Unique Identifier,First Name,Date of Birth,Client Type,Primary Support Reason,Event Type,Event Start Date,Event End Date,Service Type,Service Component,Unit Cost,Cost Frequency (Unit Type),Planned units per week
31/12/2024,17,Ada,01/02/1950,Service User,Support with Memory & Cognition,Service,01/06/2020,,Long Term Support: Community,Home Support,18.50,Hourly,14
31/12/2024,18,Ben,01/02/1990,Service User,Learning Disability Support,Service,01/06/2020,,Long Term Support: Residential Care,Long Term Residential Care,1500,Weekly,
END
cat >q4.csv <<END
Reporting_Period_End_Date,LA_Person_Unique_Identifier,First_Name,Date_of_Birth,Client_Type,Primary_Support_Reason,Event_Type,Event_Start_Date,Event_End_Date,Service_Type,Service_Component,Unit_Cost,Cost_Frequency_Unit_Type,Planned_Units_Per_Week
2025-03-31,17,Ada,1950-02-01,Service user,Support with memory and cognition,Service,2020-06-01,,Long term support: Community,Home support or domiciliary care,-20,Hourly,14
2025-03-31,17,Ada,1950-02-01,Service user,Support with memory and cognition,Service,2025-01-10,,Long term support: Community,Transport,,Weekly,
2025-03-31,18,Ben,1990-02-01,Service user,Learning disability support,Service,2020-06-01,,Long term support: Residential care,Long term residential care,1560,Weekly,
2025-03-31,18,Ben,1990-02-01,Service user,Learning disability support,Review,2025-02-01,2025-02-01,,,,,
2025-03-31,19,Cat,1970-02-01,Service user,Mental health support,Service,2025-02-01,2025-02-28,Long term support: Community,Fishing,35,Per session,2
END
printf 'person_id,score\n17,48.5\n99,10\n' >points.csv
rasim import cld q3.csv q4.csv --points points.csv --points-column score --partial-costs --out caseload.csv || exit 1
cat caseload.csv
