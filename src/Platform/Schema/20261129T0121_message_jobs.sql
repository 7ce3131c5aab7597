-- Messages are sent from their own table, without a job each.
delete from platform.job where kind = 'messages.send';
