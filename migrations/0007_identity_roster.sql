-- A roster names people, whom a system administrator does not see (三员分立): who dispatches arranges it.
delete from identity.role_permission where role = 'systemAdmin' and permission = 'dispatch.roster';
