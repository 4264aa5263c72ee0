-- Among millions of calls those that failed, or waited for an init, are few: the list of a function's invocations finds them.

create index usage_record_failed on metering.usage_record (tenant_id, function_id, day, id) where outcome <> 'ok';
create index usage_record_cold on metering.usage_record (tenant_id, function_id, day, id) where cold;
