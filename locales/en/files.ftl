# Documents and pictures attached to projects, ideas and activities.

nav-showcase = Showcase
files-title = Documents and pictures
files-of-idea = Idea left at the desk
files-projects = Projects and showcase
files-projects-central = Here you choose what everybody sees of each project. Pictures and documents come from the hubs or you upload them; only what you publish appears in the showcase.
files-projects-hub = Upload photos and documents of projects: the central node receives them too and decides what to publish in the showcase.
files-open-showcase = Open the showcase
files-open-page = Open the public page
files-search = Look for a project
files-search-go = Search
files-no-projects = The city has no projects yet. They appear here once they are in the city file or the project desk has promoted one.
files-no-match = No project matches.
files-all = See all projects
files-count = { $count ->
    [0] no files
    [one] 1 file
   *[other] { $count } files
}
files-shown-count = { $count ->
    [one] 1 in the showcase
   *[other] { $count } in the showcase
}
files-pictures = Pictures
files-no-pictures = No pictures yet.
files-documents = Documents
files-no-documents = No documents yet.
files-shown = In the showcase
files-show = Publish in the showcase
files-hide = Take out of the showcase
files-change = Change or remove
files-words = What it shows, in words
files-words-hint = For those who cannot see the picture, and as its caption. For a document you may leave it empty, unless it goes into the showcase. The same description counts for all files you choose; change it one by one afterwards.
files-words-save = Save the description
files-words-erased = The description has been erased.
files-take-away = Remove
files-take-away-hint = The file is deleted from the disk when nothing else uses it.
files-attach = Add a file
files-file = File
files-limits = Up to { $most } files at a time: pictures up to { $picture } MB, documents without macros up to { $document } MB. These will do: { $kinds }.
files-attach-do = Upload
files-place-removed = We take place, time and everything else the camera wrote out of photos. Before uploading somebody's face, ask for their consent.
files-not-here-yet = On its way: the file is not on this node yet.
files-of-thing = Documents and pictures
file-nameless = Without a name
file-decimal = .
file-kb = { $size } kB
file-mb = { $size } MB
file-kind-jpeg = JPEG picture
file-kind-png = PNG picture
file-kind-webp = WebP picture
file-kind-pdf = PDF document
file-kind-text = Text
file-kind-odt = OpenDocument text
file-kind-ods = OpenDocument sheet
file-kind-odp = OpenDocument slides
file-kind-docx = Word text
file-kind-xlsx = Excel sheet
file-kind-pptx = PowerPoint slides
done-file-attached = The file has been uploaded.
done-file-described = The description has been saved.
done-file-taken-away = The file has been removed.
done-file-shown = The picture is now in the showcase.
done-file-hidden = The picture is no longer in the showcase.
done-file-forwarded = The node where the file was uploaded will do it as soon as it is online.
problem-no-file-chosen = You have not chosen a file.
    .next = Choose a file from your computer or phone, then upload.
problem-file-empty = The file is empty.
    .next = Check that you have chosen the right one.
problem-file-unknown-kind = This kind of file cannot be uploaded.
    .next = JPEG, PNG and WebP pictures, PDF, text, LibreOffice and Office documents are fine.
problem-file-not-what-it-says = The file's name says one thing, its content is another.
    .next = Save it again with the program it was made with, then upload it.
problem-file-damaged = The file is damaged and cannot be read to its end.
    .next = Try to open it on your computer and save it again.
problem-file-has-macros = The document contains a program (macro).
    .next = Save it without macros or as a PDF, then upload it.
problem-file-too-long = The file is too large: { $most } MB at most.
    .next = Make the photo smaller or split the document, then upload again.
problem-file-too-many-points = The picture has too many points: { $most } million at most.
    .next = Make it smaller with a photo program, then upload again.
problem-file-unknown-subject = There is nothing to attach it to.
problem-file-unknown = The file is not there.
    .next = It may have been removed meanwhile.
problem-file-here-already = This file is here already.
problem-file-too-many = There are { $most } files already, the most there may be.
    .next = Remove those no longer needed.
problem-file-nothing-said = Write in a few words what the picture shows.
    .next = It is for those who cannot see it.
problem-file-not-on-shelf = The file did not reach the disk.
    .next = Upload it again.
problem-file-shown-at-central = Only the central node publishes in the showcase.
problem-file-not-to-be-shown = Only pictures and documents of projects, with a description, go into the showcase.
    .next = Add the description first.
problem-file-not-here-yet = The file is on its way and not on this node yet.
    .next = Try again in a few minutes.
problem-files-not-kept = This node has no place for files.
    .next = Tell whoever looks after the machine.

files-of-idea-count = { $count ->
    [0] Attach documents and pictures
    [one] 1 attachment
   *[other] { $count } attachments
}
problem-file-kind-not-taken = Files of the kind { $kind } cannot be attached here.
problem-file-too-many-at-once = At most { $most } files are attached at a time.
files-of-meeting = Documents of the meeting of { $day }
files-of-meeting-count = { $count ->
    [0] Attach documents
    [one] 1 document attached
   *[other] { $count } documents attached
}
