create index account_staff on people.account (display_name, id) where kind = 'staff';
alter table people.password_reset alter column code_hash type text using convert_from(code_hash, 'UTF8');
