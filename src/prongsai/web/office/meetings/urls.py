"""Addresses of working groups, meetings, resolutions."""

from django.urls import path

from prongsai.web.office.meetings.views import meetings, recording, tasks

app_name = "meetings"
_M = "<int:year>/meetings/"
_GROUP = f"{_M}group/<uuid:group_id>/"
_MEETING = f"{_M}<uuid:meeting_id>/"
_TASK = f"{_M}task/<uuid:task_id>/"
urlpatterns = [
    path(_M, meetings.meetings, name="meetings"),
    path(f"{_M}print/", meetings.paper, name="print"),
    path(f"{_M}plan/", meetings.plan, name="plan"),
    path(f"{_M}tasks/", tasks.tasks, name="tasks"),
    path(f"{_M}tasks/remind/", tasks.remind, name="remind"),
    path(f"{_M}groups/add/", tasks.add, name="group-add"),
    path(f"{_M}groups/copy/", tasks.copy, name="groups-copy"),
    path(_GROUP, tasks.group, name="group"),
    path(f"{_GROUP}edit/", tasks.edit, name="group-edit"),
    path(f"{_GROUP}state/", tasks.state, name="group-state"),
    path(f"{_GROUP}submit/", tasks.submit, name="group-submit"),
    path(f"{_GROUP}publish/", tasks.publish, name="group-publish"),
    path(f"{_GROUP}papers/", meetings.ask_for_group, name="group-papers"),
    path(_TASK, tasks.task, name="task"),
    path(f"{_TASK}person/", tasks.give_on, name="task-person"),
    path(f"{_TASK}put-off/", tasks.put_off, name="task-put-off"),
    path(f"{_TASK}presence/", tasks.presence, name="task-presence"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}edit/", meetings.edit, name="edit"),
    path(f"{_MEETING}agenda/", recording.agenda, name="agenda"),
    path(f"{_MEETING}record/", recording.record, name="record"),
    path(f"{_MEETING}cancel/", meetings.cancel, name="cancel"),
    path(f"{_MEETING}again/", meetings.again, name="again"),
    path(f"{_MEETING}tell/", meetings.tell, name="tell"),
    path(f"{_MEETING}papers/", meetings.ask_for_meeting, name="meeting-papers"),
    path(f"{_MEETING}send/", recording.send, name="send"),
    path(f"{_MEETING}certify/", recording.certify, name="certify"),
    path(f"{_MEETING}uncertify/", recording.uncertify, name="uncertify"),
    path(f"{_MEETING}publish/", recording.publish, name="minutes-publish"),
    path(f"{_MEETING}give/", tasks.give, name="give"),
    path("meetings/job/<uuid:meeting_job_id>/", meetings.job, name="job"),
    path("meetings/paper/<uuid:meeting_paper_id>/", meetings.file, name="file"),
]
