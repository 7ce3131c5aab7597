-- older versions keep working
-- concurrently: papers.result_correction_code
create index concurrently result_correction_code on papers.result (correction_code) where correction_code is not null
